/** Tabs that GraphiQL opens with: the demo lake's province and days. */
const operations = [
  `# Chuỗi ngày của tỉnh: lũy kế đã kích hoạt, mức tăng, trung bình trượt 7 ngày, bao nhiêu xã báo cáo
# A province day by day: activated, gain, moving average over 7 days, how many communes report
query TinhTheoNgay {
  unit(code: "82", on: "2023-08-31") {
    fullName
    trend(metric: ACTIVATED, from: "2023-08-01", to: "2023-08-31", movingAverage: 7) {
      points { start value change movingAverage coverage { reporting expected } }
    }
  }
}
`,
  `# Xếp hạng các huyện theo tỷ lệ kích hoạt trên chỉ tiêu, so với mười ngày trước
# Districts ranked by activated of target, against ten days before
query XepHangHuyen {
  unit(code: "82", on: "2023-08-31") {
    comparison(metric: ACTIVATION_RATE_BY_TARGET, level: DISTRICT, on: "2023-08-31", since: "2023-08-21") {
      rows { rank rankChange unit { code fullName } value numerator denominator change }
    }
  }
}
`,
  `# Phễu của tỉnh trong một ngày: đủ điều kiện, thu nhận, phê duyệt, kích hoạt
# The funnel of a day: eligible, received, approved, activated
query PheuMotNgay {
  unit(code: "82", on: "2023-08-31") {
    funnel(on: "2023-08-31") { stages { stage value ofPrevious ofFirst } }
  }
}
`,
  `# Mọi huyện kèm chuỗi của mình: một câu lệnh cho tất cả (header x-da06-statements: 1 cho biết số câu lệnh)
# All districts with a series each: one statement for all (header x-da06-statements: 1 tells how many)
query HuyenKemChuoi {
  units(level: DISTRICT, parent: "82", on: "2023-08-31") {
    totalCount
    nodes { fullName trend(metric: ACTIVATED, from: "2023-08-25", to: "2023-08-31") { points { start value change } } }
  }
}
`,
  `# Điều cần xem lại: số giảm, ngày vắng, xã vắng; và lỗi của từng tệp
# Worth a look: falls, missing days, missing communes; and what each file showed
query CanXemLai {
  unit(code: "82", on: "2023-08-31") {
    checks(from: "2023-08-01", to: "2023-08-31") { rows { code date unit { fullName } metric { labelVi } value previous } }
  }
  findings(first: 20) { totalCount nodes { file severity code row column messageVi } }
}
`,
  `# Thủ tục hành chính của một huyện trong đợt 02: riêng bộ phận một cửa của huyện, và cả địa bàn
# Procedures of a district in round 02: its own desk, and all within it
query ThuTucMotHuyen {
  unit(code: "815", on: "2023-09-30") {
    fullName
    own: period(metric: ONLINE_RATE, from: "2023-09-16", to: "2023-09-30", scope: OWN) { value numerator denominator }
    all: period(metric: ONLINE_RATE, from: "2023-09-16", to: "2023-09-30", scope: SUBTREE) { value numerator denominator coverage { reporting expected } }
    open: period(metric: RECEIVED_ONLINE, from: "2023-09-16", to: "2023-10-30", scope: OWN) { value missingDays }
  }
}
`,
  `# Sở, ngành xếp theo tỷ lệ giải quyết đúng hạn; xã, phường, thị trấn theo tỷ lệ trực tuyến; các đợt của tỉnh
# Agencies ranked by resolved on time; communes by type; the province round by round
query ThuTucToanTinh {
  unit(code: "82", on: "2023-09-30") {
    comparison(metric: ON_TIME_RATE, level: AGENCY, from: "2023-09-16", to: "2023-09-30") { rows { rank unit { fullName } value numerator denominator } }
    byType(metric: ONLINE_RATE, level: COMMUNE, from: "2023-09-16", to: "2023-09-30") { rows { unitType value numerator denominator } }
    trend(metric: ONLINE_RATE, from: "2023-09-01", to: "2023-10-30", grain: ROUND) { points { start end value coverage { reporting expected } } }
  }
}
`,
]

export const exampleTabs = operations.map((query) => ({ query }))
