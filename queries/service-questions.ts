import type { Unit } from '../schema/units.ts'
import type { Asking } from './asking.ts'
import type { ServiceKeys } from './by-service.ts'
import { type CauseKind, causes } from './causes.ts'
import { indexPoints } from './index-points.ts'
import { asKnownAt, from, key, metric, type Question, question, required, scope, service, to, unit } from './question.ts'
import type { Given } from './question-keys.ts'
import { services } from './services.ts'
import { servicesUsed } from './services-used.ts'

const window = [unit, required(from), required(to), scope]

const windowOf = ({ from: first, to: last, ...given }: Given): Given & ServiceKeys => ({ ...given, from: first as string, to: last as string })
/** What a question about one unit answers. */
const ofOne =
  <Keys, Row>(ask: (asking: Asking, units: readonly Unit[], keys: Keys) => Promise<Row[][]>, keysOf: (given: Given) => Keys) =>
  async (asking: Asking, given: Given): Promise<readonly Row[]> =>
    (await ask(asking, [given.unit as Unit], keysOf(given)))[0] ?? []

/** Questions about essential services, causes, and the index of QĐ 766. */
export const serviceQuestions: readonly Question[] = [
  question(
    'services',
    'Một chỉ số theo từng dịch vụ công thiết yếu, hoặc theo nhóm cơ quan',
    'A metric of each essential service, or of each group of agencies',
    [...window, metric, key('by', 'serviceGrouping', 'service (mặc định) hoặc group', 'service (default) or group'), asKnownAt],
    'rank service name group services value numerator denominator reporting expected scope',
    ofOne(services, (given) => ({ ...windowOf(given), metric: given.metric as NonNullable<Given['metric']>, by: given.grouping })),
  ),
  question(
    'services_used',
    'Số dịch vụ công thiết yếu có phát sinh hồ sơ trực tuyến, trên số dịch vụ trong danh mục',
    'Essential services with at least one dossier online, of those listed',
    [...window, asKnownAt],
    'group value numerator denominator without_dossiers not_told scope',
    ofOne(servicesUsed, windowOf),
  ),
  question(
    'causes',
    'Nguyên nhân quá hạn, không tiếp nhận, trả lại; xếp hạng theo số hồ sơ',
    'Causes of overdue dossiers, refusals and dossiers sent back, ranked',
    [...window, required(key('kind', 'causeKind', 'overdue, refused hoặc sent_back', 'overdue, refused or sent_back')), service, asKnownAt],
    'rank cause name_vi name_en value share reporting expected scope',
    ofOne(causes, (given) => ({ ...windowOf(given), kind: given.kind as CauseKind })),
  ),
  question(
    'index',
    'Các thành phần Bộ chỉ số QĐ 766 mà tệp xuất cho biết: điểm, và cần thêm bao nhiêu để được điểm kế tiếp',
    'Components of the index of QĐ 766 that exports tell: points, and how many more gain the next one',
    [...window, asKnownAt],
    'code group name_vi name_en value numerator denominator points most next_points more more_of reason_vi reason_en reporting expected',
    ofOne(indexPoints, windowOf),
  ),
]
