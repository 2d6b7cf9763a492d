-- What was wrong or odd in the files handed in?
-- vi: Lỗi và cảnh báo trong các tệp đã nộp.
-- en: Findings on the files handed in.
-- :known_at, {receipts}, {where}, {limit}: as in landings.sql; {placed}: as in receipts.sql; the filters look at the receipt a finding stands on.
-- columns: sha256, file, code, severity, sheet, row, column, unit_code, date, message_vi, message_en, landed_at
select
  g.sha256, g.file, g.code, g.severity, g.sheet, g."row", g."column", g.unit_code, g.date, g.message_vi, g.message_en, g.landed_at
from (select * from findings where {placed}) g
join ({receipts}) l on l.sha256 = g.sha256 and l.landed_at = g.landed_at
where {where}
order by g.landed_at, g.sha256, g."row", length(g."column"), g."column", g.code
{limit}
