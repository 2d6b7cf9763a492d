-- Which files of a province were withdrawn, and when?
-- vi: Các tệp đã rút.
-- en: Files withdrawn.
-- :provinces: where their receipts lie. :known_at: later withdrawals are not yet known.
-- columns: sha256, withdrawn_at
select sha256, withdrawn_at
from landings
where province in (:provinces) and withdrawn_at is not null and withdrawn_at <= :known_at
order by withdrawn_at, sha256
