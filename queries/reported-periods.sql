-- Which periods of which kind have files of a province reported?
-- vi: Các kỳ đã có tệp báo cáo, theo loại.
-- en: The periods that files have reported, by kind.
-- {receipts}, :known_at: receipts as known at a moment; files withdrawn by then do not count. :provinces: of which.
-- columns: province, table, breakdown, first, last
select distinct f.province, f."table", f.breakdown, f."first", f."last"
from submissions f
join ({receipts}) l on l.sha256 = f.sha256 and l.landed_at = f.landed_at
where f.province in (:provinces) and l.state = 'landed'
order by 1, 2, 3, 4, 5
