-- 企业及行业清单: each enterprise once for each of its sectors, with the department and person who answer for it.
SELECT coalesce(sector.value ->> 'key', '未分类') AS sector, e.name, e.credit_code, e.area, e.risk_colour, e.status_of_business,
  (SELECT a.department FROM assignment a WHERE (a.unit = e.credit_code OR replace(a.unit, '-', '') = lower(hex(e.id)))
   AND a.status NOT IN ('ended', 'withdrawn')
   ORDER BY a.valid_from DESC LIMIT 1) AS department,
  (SELECT a.person FROM assignment a WHERE (a.unit = e.credit_code OR replace(a.unit, '-', '') = lower(hex(e.id)))
   AND a.status NOT IN ('ended', 'withdrawn')
   ORDER BY a.valid_from DESC LIMIT 1) AS person
FROM enterprise e LEFT JOIN json_each(e.sectors) AS sector
WHERE e.status <> 'withdrawn' ORDER BY sector, e.area, e.credit_code;
