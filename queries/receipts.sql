-- Receipts as they were known at a moment: no question of its own, but the blank {receipts} of landings and findings.
-- vi: Biên nhận tại một thời điểm.
-- en: Receipts as known at a moment.
-- :known_at: a withdrawal after it is not yet known. {placed}: the province whose receipts are asked for, or any (receipt-filter.ts).
-- columns: as in landings.sql
select
  sha256, file, "table", layout, nullif(province, 'none') as province, stated_at, "first", "last", "rows", rejected, received_at, landed_at,
  case when state = 'withdrawn' and withdrawn_at > :known_at then 'landed' else state end as state,
  case when withdrawn_at <= :known_at then withdrawn_at end as withdrawn_at,
  case when withdrawn_at <= :known_at then reason end as reason
from landings
where landed_at <= :known_at and {placed}
