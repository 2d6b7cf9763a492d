import { findingColumns, landingColumns } from '../schema/columns.ts'
import { activationCounts, factTables } from '../schema/fact-columns.ts'

/** Another seed, other numbers; the same seed, the same lake to the byte. */
export const SEED = 6
export const FIRST_DAY = '2023-01-01'
export const YEAR = 2023
export const DISTRICTS = 11

const code = (number: string, digits: number): string => `lpad(cast(${number} as varchar), ${digits}, '0')`
const ordered = (columns: readonly { readonly name: string }[]): string => columns.map(({ name }) => `"${name}"`).join(', ')

/** A province's made-up counters: running counts that mostly rise, a few that fall, some rows missing, some revised. */
function factRows(province: number, communes: number, days: number): string {
  return `
    with places as (select p.range as k, ${province} * ${communes} + p.range + 1 as u, 3000 + hash(${SEED}, u) % 7000 as people from range(${communes}) p),
    rows as (select k, u, people, d.range as d, hash(${SEED}, u, d.range) as luck, cast(date '${FIRST_DAY}' + cast(d.range as integer) as date) as date from places, range(${days}) d),
    received as (select *, people * (d + 30) // 420 - case when luck % 2000 = 0 then 12 else 0 end as received from rows where luck % 500 <> 1),
    approved as (select *, received * 95 // 100 as approved from received),
    activated as (select *, approved * 8 // 10 + case when luck % 5000 = 7 then approved // 6 else 0 end as activated from approved)
    select date, ${code('u', 5)} as unit_code, luck % 50 = 3 as revised, people as eligible, people * 6 // 10 as target,
      received, received * 2 // 5 as received_l1, received - received_l1 as received_l2,
      approved, approved * 2 // 5 as approved_l1, approved - approved_l1 as approved_l2,
      activated, activated * 2 // 5 as activated_l1, activated - activated_l1 as activated_l2, k
    from activated`
}

const version = (province: number, file: string, landed: string): string => `
  cast(date + interval 10 hour as timestamp) as stated_at, cast(date + interval 11 hour as timestamp) as received_at,
  cast(date + ${landed} as timestamp) as landed_at, sha256(concat(${SEED}, '/${province}/', date, '/', ${file})) as source,
  'DC01' as source_sheet, cast(k + 9 as integer) as source_row, cast(null as varchar) as carried, cast(null as varchar) as confirmed`

const whole = activationCounts.map(({ name }) => `cast(${name} as bigint) as ${name}`).join(', ')

/** Current rows of a province: of a revised one the second version. */
export const currentRows = (province: number, communes: number, days: number): string =>
  `select ${ordered(factTables.activation.columns)} from (select date, unit_code, ${whole}, ${version(province, 'revised', 'case when revised then interval 36 hour else interval 12 hour end')}
   from (${factRows(province, communes, days)})) order by date, unit_code`

/** First versions of the revised rows, a little lower. */
export const supersededRows = (province: number, communes: number, days: number): string =>
  `select ${ordered(factTables.activation.columns)}, cast(date + interval 36 hour as timestamp) as superseded_at from (select date, unit_code, ${whole.replace('cast(activated as', 'cast(activated - 5 as')},
   ${version(province, 'false', 'interval 12 hour')} from (${factRows(province, communes, days)}) where revised) order by date, unit_code, landed_at`

/** A receipt a day. */
export const landingRows = (province: number, communes: number, days: number): string =>
  `select ${ordered(landingColumns)} from (
    select sha256(concat(${SEED}, '/${province}/', date, '/false')) as sha256, concat('DC01_', date, '.xlsx') as file, 'landed' as state, 'activation' as "table", 'dc01' as layout,
      ${code(`${province + 1}`, 2)} as province, concat(date, 'T17:00:00+07:00') as stated_at, date as "first", date as "last", cast(${communes} as integer) as "rows", cast(0 as integer) as rejected,
      cast(date + interval 11 hour as timestamp) as received_at, cast(date + interval 12 hour as timestamp) as landed_at,
      cast(null as timestamp) as withdrawn_at, cast(null as varchar) as reason, cast(null as varchar) as said
    from (select cast(date '${FIRST_DAY}' + cast(range as integer) as date) as date from range(${days}))) order by landed_at, sha256`

/** Four findings a receipt. */
export const findingRows = (province: number, communes: number, days: number): string =>
  `select ${ordered(findingColumns)} from (
    select l.sha256, l.file, case f.range when 0 then 'not_a_count' else 'approved_below_activated' end as code, case f.range when 0 then 'rejected' else 'warning' end as severity,
      'DC01' as sheet, cast(9 + f.range * 7 as integer) as "row", 'K' as "column", ${code(`${province} * ${communes} + f.range + 1`, 5)} as unit_code, l."first" as date,
      'Ô không phải số đếm; sửa tệp rồi nạp lại.' as message_vi, 'The cell is no count; mend the file and land it again.' as message_en, l.landed_at
    from (${landingRows(province, communes, days)}) l, range(4) f) order by landed_at, sha256, "row"`
