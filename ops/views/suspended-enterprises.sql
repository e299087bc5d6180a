-- 停产企业清单: who was told to stop, to rectify or to shut, and has not been let resume.
SELECT enterprise, unit, area, kind, status, date(ordered_at / 1000, 'unixepoch', '+8 hours') AS ordered, issued_by, reason
FROM suspension WHERE status NOT IN ('resumed', 'withdrawn') ORDER BY ordered_at, unit;
