-- Of which windows are there rows of some provinces, and which counts do they tell?
-- vi: Các kỳ có số liệu, và kỳ nào có những chỉ tiêu nào.
-- en: The windows that rows are of, and the counts told of each.
-- {rows}: the table's rows; where the past is asked, superseded ones too. {told}: of each count how many rows have it.
-- {breakdown}: whether a row is of all dossiers, of a service, or of a field. :provinces, :first_year, :last_year: where they lie.
-- columns: breakdown (all, service, field), first, last, and a column a count
select {breakdown} as breakdown, f."first", f."last", {told}
from {rows} f
where f.province in (:provinces) and f.year between :first_year and :last_year
group by 1, 2, 3
order by 1, 2, 3
