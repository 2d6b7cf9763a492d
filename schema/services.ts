/** An essential service, as a decision lists it. */
export interface Service {
  /** As printed: DVC.01 … */
  readonly code: string
  readonly name: string
  /** Who handles it, and from which day on. */
  readonly groups: readonly (readonly [group: string, from: string])[]
  /** First day it is listed. */
  readonly validFrom: string
  readonly source: string
}

const police = 'Công an'
const service = (number: number, group: string, name: string, later: Service['groups'] = []): Service => ({
  code: `DVC.${String(number).padStart(2, '0')}`,
  name,
  groups: [[group, '2022-01-06'], ...later],
  validFrom: '2022-01-06',
  source: 'QĐ 06/QĐ-TTg (06/01/2022)',
})
/** Chỉ thị 24/CT-TTg counts these two with the police. */
const toPolice: Service['groups'] = [[police, '2025-09-13']]

/** The 25 essential services of QĐ 06/QĐ-TTg; what later decisions add is one more entry, or an edition imported into the lake. */
export const services: readonly Service[] = [
  service(1, police, 'Xác nhận số Chứng minh nhân dân khi đã được cấp thẻ Căn cước công dân'),
  service(2, police, 'Cấp lại, đổi thẻ Căn cước công dân'),
  service(3, police, 'Đăng ký thường trú'),
  service(4, police, 'Đăng ký tạm trú'),
  service(5, police, 'Khai báo tạm vắng'),
  service(6, police, 'Thông báo lưu trú'),
  service(7, police, 'Đăng ký, cấp biển số mô tô, xe gắn máy'),
  service(8, police, 'Thu tiền nộp phạt xử lý vi phạm hành chính trong lĩnh vực giao thông đường bộ qua thiết bị ghi hình'),
  service(9, 'Tư pháp', 'Đăng ký khai sinh'),
  service(10, 'Tư pháp', 'Đăng ký khai tử'),
  service(11, 'Tư pháp', 'Đăng ký kết hôn'),
  service(12, police, 'Cấp hộ chiếu phổ thông'),
  service(13, police, 'Đăng ký mẫu con dấu mới và cấp Giấy chứng nhận đăng ký mẫu dấu'),
  service(14, police, 'Đăng ký dấu nổi, dấu thu nhỏ, dấu xi'),
  service(15, 'Tư pháp', 'Liên thông đăng ký khai sinh - đăng ký thường trú - cấp thẻ BHYT cho trẻ em dưới 6 tuổi'),
  service(16, 'Tư pháp', 'Liên thông đăng ký khai tử - xóa đăng ký thường trú - trợ cấp mai táng phí'),
  service(17, 'Bảo hiểm xã hội', 'Tích hợp thẻ BHYT, giảm trừ mức đóng, gia hạn thẻ BHYT theo hộ gia đình'),
  service(18, 'Thuế', 'Đăng ký thuế lần đầu, đăng ký thay đổi thông tin đăng ký thuế đối với người nộp thuế là hộ gia đình, cá nhân'),
  service(19, 'Tài nguyên và Môi trường', 'Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất'),
  service(20, 'Giao thông vận tải', 'Cấp đổi, cấp lại giấy phép lái xe', toPolice),
  service(21, 'Giáo dục và Đào tạo', 'Đăng ký dự thi tốt nghiệp THPT quốc gia và xét tuyển đại học, cao đẳng'),
  service(22, 'Tư pháp', 'Cấp Phiếu lý lịch tư pháp', toPolice),
  service(23, 'Lao động - TB và XH', 'Giải quyết hưởng trợ cấp thất nghiệp'),
  service(24, 'Điện lực', 'Cấp điện mới từ lưới điện hạ áp (220/380V)'),
  service(25, 'Điện lực', 'Thay đổi chủ thể hợp đồng mua bán điện'),
]

/** Who handles a service on a day. */
export const groupOn = ({ groups }: Service, day: string): string => groups.reduce((last, [group, from]) => (from <= day ? group : last), groups[0]?.[0] ?? '')

export const servicesOn = (day: string): Service[] => services.filter(({ validFrom }) => validFrom <= day)
