-- Which files were handed in, and what became of them?
-- vi: Các tệp đã nộp và kết quả nạp.
-- en: Receipts of the files handed in.
-- :known_at, {receipts}: receipts as known at a moment; what happened later is not yet known. {where}: the filters asked for (receipts.ts). {limit}: how many.
-- columns: sha256, file, state, table, layout, province, stated_at, first, last, rows, rejected, received_at,
-- landed_at, withdrawn_at, reason
select sha256, file, state, "table", layout, province, stated_at, "first", "last", "rows", rejected, received_at, landed_at, withdrawn_at, reason
from ({receipts}) l
where {where}
order by landed_at, sha256
{limit}
