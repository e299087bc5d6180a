-- 安全风险清单: units, targets and risk points by colour, red (4) first.
SELECT risk_colour AS colour, 'enterprise' AS kind, name, area, coalesce(credit_code, lower(hex(id))) AS unit FROM enterprise
WHERE risk_colour IS NOT NULL AND status <> 'withdrawn'
UNION ALL
SELECT risk_colour, 'target', name, area, lower(hex(id)) FROM target WHERE risk_colour IS NOT NULL AND status <> 'withdrawn'
UNION ALL
SELECT colour, 'risk_point', name, area, unit FROM risk_point WHERE status <> 'withdrawn'
ORDER BY colour DESC, area, name;
