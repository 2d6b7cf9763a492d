-- Which editions of the catalogue of essential services have been imported?
-- vi: Các bản danh mục dịch vụ công thiết yếu đã nạp.
-- en: Imported editions of the catalogue of essential services.
-- columns: valid_from, listing (whole, added), code, name, group, source
select valid_from, listing, code, name, "group", source
from services
order by valid_from, listing, code
