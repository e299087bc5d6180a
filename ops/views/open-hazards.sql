-- 安全隐患清单: every hazard that is not closed, the grave and the oldest first.
SELECT h.id_text, h.area, h.enterprise, h.category, h.description, h.severity, h.listing, h.status, h.round, h.found, h.due,
  h.delay_reason
FROM (
  SELECT lower(hex(id)) AS id_text, *, date(found_at / 1000, 'unixepoch', '+8 hours') AS found,
    date(deadline / 1000, 'unixepoch', '+8 hours') AS due
  FROM hazard
) AS h
WHERE h.status NOT IN ('closed', 'withdrawn') ORDER BY h.severity DESC, h.found_at, h.id_text;
