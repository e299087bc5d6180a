-- 履职公示: for each reporting period how many of the duties a unit says it has fulfilled.
SELECT r.period, r.subject_kind, r.unit, r.enterprise, r.principal, r.law_version, r.status,
  (SELECT count(*) FROM json_each(r.duties) AS duty WHERE duty.value -> 'value' ->> 'is_done') AS done,
  json_array_length(r.duties) AS duties
FROM duty_report r WHERE r.status <> 'withdrawn' ORDER BY r.period DESC, done, r.unit;
