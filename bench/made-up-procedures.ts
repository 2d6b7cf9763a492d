import { factTables } from '../schema/fact-columns.ts'
import { DISTRICTS, FIRST_DAY, SEED } from './made-up-facts.ts'

/** Agencies of each province; with 11 districts and 170 communes that makes 190 desks. */
export const AGENCIES = 9
const SERVICES = 25
const WEEKS = 52
/** So many provinces have procedures: the largest that is asked. */
export const PROCEDURE_PROVINCES = 10

export const agencyCode = (number: number): string => `H.${String(number).padStart(2, '0')}`

const desks = (province: number, communes: number): string => `
  select lpad(cast(${province} * ${communes} + range + 1 as varchar), 5, '0') as unit_code from range(${communes}) union all
  select lpad(cast(${province} * ${DISTRICTS} + range + 1 as varchar), 3, '0') from range(${DISTRICTS}) union all
  select concat('H.', lpad(cast(range + 1 as varchar), 2, '0')) from range(${AGENCIES})`

/** Weeks from the first Monday on; half months, each ending on the 15th or a month's last day. */
const weeks = `select cast(date '2023-01-02' + 7 * cast(range as integer) as date) as first, cast(date '2023-01-08' + 7 * cast(range as integer) as date) as last from range(${WEEKS})`
const halves = `
  select cast(m + half * interval 15 day as date) as first, cast(case half when 0 then m + interval 14 day else last_day(m) end as date) as last
  from (select cast(date '${FIRST_DAY}' + interval (range) month as date) as m from range(12)) months, (values (0), (1)) halves (half)`

/** Made-up counts that agree: received and carried over is resolved and pending. A row in two hundred is missing. */
const counted = (province: number, rows: string): string => `
  select *, received_online + received_in_person as dossiers_received, resolved_in_term + resolved_overdue as dossiers_resolved,
    pending_in_term + pending_overdue as dossiers_pending
  from (
    select *, luck % 40 as received_online, luck // 7 % 15 as received_in_person, luck // 11 % 9 as carried_over,
      received_online + received_in_person + carried_over as all_in, all_in * 6 // 10 as resolved_early, all_in // 10 as resolved_on_time,
      resolved_early + resolved_on_time as resolved_in_term, all_in // 20 as resolved_overdue,
      (all_in - resolved_in_term - resolved_overdue) as left_over, left_over // 5 as pending_overdue, left_over - pending_overdue as pending_in_term,
      resolved_in_term as results_returned, luck % 3 as dossiers_refused, luck // 3 % 4 as sent_back,
      all_in + 5 as resolved, luck % (all_in + 5) as digitised_results, luck % 30 as payable, luck % 30 // 2 as paid_online
    from (select *, hash(${SEED}, ${province}, unit_code, first, service) as luck from (${rows})) lucky
    where luck % 200 <> 1
  )`

const lineage = (province: number): Readonly<Record<string, string>> => ({
  stated_at: `cast(last + interval 10 hour as timestamp)`,
  received_at: `cast(last + interval 34 hour as timestamp)`,
  landed_at: `cast(last + interval 35 hour as timestamp)`,
  source: `sha256(concat(${SEED}, '/${province}/', first, '/', last, '/', case when service is null then '' else unit_code end))`,
  source_sheet: "'Sheet1'",
  source_row: 'cast(luck % 200 + 9 as integer)',
})

const made = ['received_online', 'received_in_person', 'dossiers_received', 'carried_over', 'resolved_early', 'resolved_on_time', 'resolved_in_term', 'resolved_overdue'].concat(
  ['dossiers_resolved', 'pending_in_term', 'pending_overdue', 'dossiers_pending', 'results_returned', 'dossiers_refused', 'sent_back'],
  ['resolved', 'digitised_results', 'payable', 'paid_online', 'first', 'last', 'unit_code', 'service'],
)

/** A table's columns of made-up rows: what is not made up is null. */
function columnsOf(table: 'dossiers' | 'digitisation', province: number): string {
  const known = lineage(province)
  return factTables[table].columns.map(({ name, type }) => `cast(${known[name] ?? (made.includes(name) ? `"${name}"` : 'null')} as ${type}) as "${name}"`).join(', ')
}

/** A year of weekly rows of each service and of half-month rows of all dossiers, of every desk of a province. */
export const dossierRows = (province: number, communes: number): string => `
  select ${columnsOf('dossiers', province)} from (${counted(
    province,
    `select first, last, unit_code, concat('DVC.', lpad(cast(s.range + 1 as varchar), 2, '0')) as service from (${desks(province, communes)}) d, (${weeks}) w, range(${SERVICES}) s
     union all select first, last, unit_code, cast(null as varchar) from (${desks(province, communes)}) d, (${halves}) h`,
  )}) order by "first", "last", unit_code, service`

export const digitisationRows = (province: number, communes: number): string =>
  `select ${columnsOf('digitisation', province)} from (${counted(province, `select first, last, unit_code, cast(null as varchar) as service from (${desks(province, communes)}) d, (${halves}) h`)}) order by "first", "last", unit_code`
