-- 监管盲区: enterprises that no assignment in force names, by credit code or by the id of their file.
SELECT e.name, e.credit_code, e.area FROM enterprise e
WHERE e.status <> 'withdrawn' AND coalesce(e.status_of_business, 'operating') NOT IN ('shut', 'moved')
  AND NOT EXISTS (
    SELECT 1 FROM assignment a WHERE (a.unit = e.credit_code OR replace(a.unit, '-', '') = lower(hex(e.id)))
      AND a.status NOT IN ('ended', 'withdrawn')
      AND a.valid_from <= unixepoch() * 1000 AND coalesce(a.valid_to, 281474976710655) > unixepoch() * 1000)
ORDER BY e.area, e.credit_code;
