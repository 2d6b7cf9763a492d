-- Which units are there, and when was each version of them valid?
-- vi: Danh mục đơn vị hành chính theo các phiên bản.
-- en: The register of units, every version.
-- columns: as in unitColumns (schema/columns.ts)
select code, valid_from, valid_to, name, full_name, type, parent_code, level, province, district, editions
from units
order by code, valid_from, province
