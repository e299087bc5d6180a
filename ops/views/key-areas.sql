-- 重点区域清单: townships by what is open in them.
WITH open AS (
  SELECT substr(area, 1, 9) AS township, count(*) AS hazards, sum(severity = 1) AS major FROM hazard
  WHERE status NOT IN ('closed', 'withdrawn') GROUP BY township
), grave AS (
  SELECT substr(area, 1, 9) AS township, count(*) AS units FROM enterprise
  WHERE risk_colour >= 3 AND status <> 'withdrawn' GROUP BY township
)
SELECT coalesce(open.township, grave.township) || '000' AS area, coalesce(hazards, 0) AS open_hazards,
  coalesce(major, 0) AS major_hazards, coalesce(units, 0) AS red_and_orange
FROM open FULL JOIN grave ON open.township = grave.township ORDER BY major_hazards DESC, open_hazards DESC, area;
