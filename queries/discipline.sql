-- When did the first file with each period of each unit come in?
-- vi: Tệp đầu tiên của từng đơn vị, từng kỳ được nhận lúc nào.
-- en: When the first file with each period of each unit came in.
-- {receipts}, :known_at: receipts as known at a moment; files withdrawn by then do not count. :at: the clock, later ones have
-- not come in yet. :provinces, :first_day, :last_day: where, and on which last days of a period, to look; {of_units}: whose.
-- columns: province (where the receipt lies), table, breakdown, first, last, unit_code, received_at, file, sha256
select s.province, s."table", s.breakdown, s."first", s."last", s.unit_code, s.received_at, s.file, s.sha256
from (
  select
    f.province, f."table", f.breakdown, f."first", f."last", f.unit_code, l.received_at, l.file, l.sha256,
    row_number() over (
      partition by f.province, f."table", f.breakdown, f."first", f."last", f.unit_code
      order by l.received_at, l.landed_at, l.sha256
    ) as place
  from submissions f
  join ({receipts}) l on l.sha256 = f.sha256 and l.landed_at = f.landed_at
  where f.province in (:provinces) and f."last" between :first_day and :last_day and {of_units}
    and l.state = 'landed' and l.received_at <= :at
) s
where s.place = 1
order by s."last", s."first", s.unit_code, s."table", s.breakdown, s.province
