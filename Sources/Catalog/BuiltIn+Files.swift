// The files of protocol/catalog as they are, so that one binary is all an office needs. Written by ops/embed-catalog.

// swift-format-ignore-file

extension Catalog {
  /// Name and text of each file, sorted by name.
  package static let builtInFiles: [(name: String, text: String)] = [
    ("baseline.yaml", #"""
type: baseline
class: roll-up
title: { zh: 同期基数, en: Baseline }
help:
  zh: 系统启用前某期的数字，供同比使用；同一指标的基数在时间和区域上不得重叠
  en: A figure of a period before the system was in use, to compare with; those of one indicator do not overlap in time and area

fields:
  - number: 1
    name: indicator
    kind: register
    value: text
    required: true
    length_max: 63
    title: { zh: 指标, en: Indicator }
  - number: 2
    name: period
    kind: register
    value: text
    required: true
    length_max: 24
    title: { zh: 统计期, en: Period }
  - number: 3
    name: figure
    kind: register
    value: integer
    guarded: true
    required: true
    range: [0, 9000000000000000]
    title: { zh: 数值, en: Figure }
  - number: 4
    name: source
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 数据来源, en: Source }

"""#),
    ("classes.yaml", #"""
# The classes: how far a kind of record rises and falls from its area, and which lane it travels in.
# A record is always held at its own area. The language of these files is specified in README.md.
classes:
  - name: directive
    title: { zh: 指令, en: Directive }
    rises: city
    falls: community
    priority: urgent

  - name: order
    title: { zh: 责令, en: Order }
    rises: city
    falls: terminal
    priority: urgent

  - name: receipt
    title: { zh: 回执, en: Receipt }
    rises: city
    falls: none
    priority: urgent

  - name: work
    title: { zh: 业务, en: Work }
    rises: city
    falls: terminal
    priority: normal

  - name: internal
    title: { zh: 内部, en: Internal }
    rises: city
    falls: community
    priority: normal

  - name: patrol
    title: { zh: 巡查, en: Patrol }
    rises: district
    falls: none
    priority: bulk

  - name: confidential
    title: { zh: 保密, en: Confidential }
    rises: city
    falls: none
    priority: normal

  # What a node has counted in its area, for those above it: where records stop, their totals go on.
  - name: roll-up
    title: { zh: 汇总, en: Roll-up }
    rises: city
    falls: none
    priority: normal

  # Grants, assignments and what else holds a branch together: every node of the branch has it.
  - name: control
    title: { zh: 控制, en: Control }
    rises: country
    falls: terminal
    priority: urgent

"""#),
    ("directive.yaml", #"""
type: directive
class: directive
title: { zh: 指令, en: Directive }
help:
  zh: 上级下发的通知、调度令和督办函，所属区域即发送范围
  en: A notice, dispatch or supervision letter from above; its area is whom it is for

fields:
  - number: 1
    name: title
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 200
    title: { zh: 标题, en: Title }
  - number: 2
    name: body
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 20000
    title: { zh: 正文, en: Body }
  - number: 3
    name: number
    kind: register
    value: text
    guarded: true
    length_max: 60
    title: { zh: 文号, en: Document number }
  - number: 4
    name: issued_by
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 签发单位, en: Issued by }
  - number: 5
    name: issued_at
    kind: register
    value: integer
    guarded: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 签发时间, en: Issued at }
  - number: 6
    name: due_at
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 办理时限, en: Due at }
  - number: 7
    name: scope_note
    kind: register
    value: text
    guarded: true
    length_max: 500
    title: { zh: 适用范围说明, en: Scope }
    help: { zh: 范围内由哪些单位办理, en: Who within the area is to act }
  - number: 8
    name: urgency
    kind: register
    value: integer
    guarded: true
    prefer: highest
    codes:
      - { code: 0, title: { zh: 平件, en: Ordinary } }
      - { code: 1, title: { zh: 加急, en: Urgent } }
      - { code: 2, title: { zh: 特急, en: Most urgent } }
    title: { zh: 紧急程度, en: Priority }
  - number: 9
    name: kind
    kind: register
    value: text
    guarded: true
    codes:
      - { code: notice, title: { zh: 通知, en: Notice } }
      - { code: dispatch, title: { zh: 调度令, en: Dispatch } }
      - { code: supervision, title: { zh: 督办函, en: Supervision letter } }
      - { code: warning, title: { zh: 预警提示, en: Warning } }
      - { code: bulletin, title: { zh: 通报, en: Bulletin } }
    title: { zh: 类型, en: Kind }
  - number: 10
    name: attachments
    kind: set
    value: any
    grow_only: true
    title: { zh: 附件, en: Attachments }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, size}', en: 'Key: SHA-256 in hexadecimal; value: {name, size}' }
  - number: 11
    name: supersedes
    kind: register
    value: text
    guarded: true
    length_max: 36
    title: { zh: 替代的指令, en: Supersedes }
    help: { zh: 被替代指令的记录编号, en: Id of the directive that this one replaces }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

# A recall ends what was in force; a withdrawal says that it should never have been sent. Whoever issues again writes a new
# directive, so nothing here opens another round.
lifecycle:
  field: steps
  initial: issued
  statuses:
    - { name: issued, title: { zh: 已下发, en: Issued } }
    - { name: superseded, title: { zh: 已被替代, en: Superseded } }
    - { name: recalled, title: { zh: 已撤回, en: Recalled } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
  steps:
    - name: superseded
      title: { zh: 替代, en: Supersede }
      help: { zh: by 为新指令的记录编号, en: 'by: the id of the new directive' }
      status: superseded
      tiers: { from: township }
      needs_details: [by]
    - name: recalled
      title: { zh: 撤回, en: Recall }
      status: recalled
      tiers: { from: township }
      needs_details: [reason]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]

"""#),
    ("enterprise.yaml", #"""
type: enterprise
class: work
title: { zh: 企业档案, en: Enterprise }
help:
  zh: 一企一档，所属区域为“社区代码/统一社会信用代码”
  en: The one file of an enterprise; its area is the community's code, a slash and its credit code

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 单位名称, en: Name }
  - number: 2
    name: credit_code
    kind: register
    value: text
    required: true
    length_max: 18
    title: { zh: 统一社会信用代码, en: Unified social credit code }
    help: { zh: GB 32100-2015，18 位, en: 'GB 32100-2015, 18 characters' }
  - number: 3
    name: industry
    kind: register
    value: text
    length_max: 60
    title: { zh: 行业领域, en: Industry }
    help: { zh: GB/T 4754-2017 代码或行业名称, en: Code of GB/T 4754-2017 or name of the industry }
  - number: 4
    name: risk_colour
    kind: register
    value: integer
    guarded: true
    prefer: highest
    codes:
      - { code: 1, title: { zh: 蓝色（低风险）, en: Blue (low risk) } }
      - { code: 2, title: { zh: 黄色（一般风险）, en: Yellow (general risk) } }
      - { code: 3, title: { zh: 橙色（较大风险）, en: Orange (larger risk) } }
      - { code: 4, title: { zh: 红色（重大风险）, en: Red (major risk) } }
    title: { zh: 风险等级, en: Risk colour }
  - number: 5
    name: address
    kind: register
    value: text
    length_max: 300
    title: { zh: 经营地址, en: Address }
  - number: 6
    name: principal
    kind: register
    value: text
    length_max: 120
    title: { zh: 主要负责人, en: Principal }
  - number: 7
    name: principal_role
    kind: register
    value: text
    length_max: 60
    title: { zh: 负责人职务, en: Role of the principal }
  - number: 8
    name: phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 联系电话, en: Telephone }
  - number: 9
    name: longitude
    kind: register
    value: integer
    range: [-180000000, 180000000]
    unit: 1e-6 degree
    title: { zh: 经度, en: Longitude }
  - number: 10
    name: latitude
    kind: register
    value: integer
    range: [-90000000, 90000000]
    unit: 1e-6 degree
    title: { zh: 纬度, en: Latitude }
  - number: 11
    name: crs
    kind: register
    value: text
    codes:
      - { code: cgcs2000, title: { zh: 国家大地坐标系, en: CGCS2000 } }
      - { code: wgs84, title: { zh: WGS-84, en: WGS 84 } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
  - number: 12
    name: employees
    kind: register
    value: integer
    range: [0, 10000000]
    unit: person
    title: { zh: 从业人数, en: Employees }
  - number: 13
    name: status_of_business
    kind: register
    value: text
    codes:
      - { code: operating, title: { zh: 正常生产经营, en: Operating } }
      - { code: suspended, title: { zh: 停产停业, en: Suspended } }
      - { code: rectifying, title: { zh: 停产整顿, en: Suspended for rectification } }
      - { code: resuming, title: { zh: 复产验收中, en: Awaiting the resumption check } }
      - { code: shut, title: { zh: 关闭取缔, en: Shut down } }
      - { code: moved, title: { zh: 迁出, en: Moved away } }
    title: { zh: 经营状态, en: Status of business }
  - number: 14
    name: kind
    kind: register
    value: text
    codes:
      - { code: enterprise, title: { zh: 企业, en: Enterprise } }
      - { code: small_site, title: { zh: 九小场所, en: Small premises } }
      - { code: combined_site, title: { zh: 三合一场所, en: 'Workshop, store and dwelling in one' } }
      - { code: construction, title: { zh: 建筑工地, en: Construction site } }
      - { code: facility, title: { zh: 公共设施, en: Public facility } }
      - { code: vessel, title: { zh: 渔船, en: Fishing vessel } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 单位类型, en: Kind }
  - number: 15
    name: department
    kind: register
    value: text
    guarded: true
    length_max: 120
    title: { zh: 监管部门, en: Supervising department }
  - number: 16
    name: grid
    kind: register
    value: text
    length_max: 15
    title: { zh: 网格编码, en: Grid cell }
    help: { zh: 12 位社区代码加 3 位网格号, en: The community's 12 digits and 3 more }
  - number: 17
    name: grid_persons
    kind: set
    value: any
    title: { zh: 网格责任人, en: Grid persons }
    help: { zh: '键为用户名，值为 {role, since}', en: 'Key: user; value: {role, since}' }
  - number: 18
    name: sectors
    kind: set
    value: text
    length_max: 60
    title: { zh: 重点行业领域, en: Key sectors }
    help: { zh: 键为行业代码，值为名称, en: 'Key: code of the sector; value: its name' }
  - number: 19
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 20
    name: steps
    kind: steps
    title: { zh: 档案变动, en: Steps }

lifecycle:
  field: steps
  initial: registered
  statuses:
    - { name: registered, title: { zh: 在册, en: Registered } }
    - { name: verified, title: { zh: 已核实, en: Verified } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: verified
      title: { zh: 核实, en: Verify }
      status: verified
      tiers: { from: community }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("hazard.yaml", #"""
type: hazard
class: work
title: { zh: 隐患, en: Hazard }
help:
  zh: 排查发现的事故隐患及其整改、复查、销号的全过程
  en: A hazard that was found, and its whole way through rectification, re-check and close-out

fields:
  - number: 1
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称或档案编号, en: 'Its name, or the id of its file' }
  - number: 2
    name: category
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 隐患类别, en: Category }
    help: { zh: 如消防安全、电气安全、特种设备, en: 'Such as fire, electrical, special equipment' }
  - number: 3
    name: description
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 隐患描述, en: Description }
  - number: 4
    name: place
    kind: register
    value: text
    length_max: 300
    title: { zh: 隐患部位, en: Place }
  - number: 5
    name: severity
    kind: register
    value: integer
    guarded: true
    prefer: highest
    required: true
    codes:
      - { code: 0, title: { zh: 一般隐患, en: General } }
      - { code: 1, title: { zh: 重大隐患, en: Major } }
    title: { zh: 隐患等级, en: Severity }
    help: { zh: 下级不得降低上级认定的等级, en: A lower tier cannot lower what a higher tier has found }
  - number: 6
    name: found_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 发现时间, en: Found at }
  - number: 7
    name: deadline
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 整改期限, en: Deadline }
    help: { zh: 并存的期限以较早者为准, en: Of concurrent deadlines the earlier stands }
  - number: 8
    name: found_by
    kind: register
    value: text
    length_max: 120
    title: { zh: 发现人, en: Found by }
  - number: 9
    name: measure
    kind: register
    value: text
    length_max: 2000
    title: { zh: 整改措施, en: Measure }
  - number: 10
    name: longitude
    kind: register
    value: integer
    range: [-180000000, 180000000]
    unit: 1e-6 degree
    title: { zh: 经度, en: Longitude }
  - number: 11
    name: latitude
    kind: register
    value: integer
    range: [-90000000, 90000000]
    unit: 1e-6 degree
    title: { zh: 纬度, en: Latitude }
  - number: 12
    name: code
    kind: register
    value: text
    length_max: 120
    title: { zh: 依据条款, en: Clause }
    help: { zh: 违反的标准及条款号, en: The standard that is not met and its clause }
  - number: 13
    name: evidence_before
    kind: set
    value: any
    grow_only: true
    title: { zh: 整改前影像, en: Evidence before }
    help:
      zh: 键为文件的 SHA-256（十六进制），值为 {name, taken_at}
      en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}'
  - number: 14
    name: evidence_after
    kind: set
    value: any
    grow_only: true
    title: { zh: 整改后影像, en: Evidence after }
    help:
      zh: 键为文件的 SHA-256（十六进制），值为 {name, taken_at}
      en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}'
  - number: 15
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }
  - number: 16
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 17
    name: assignees
    kind: set
    value: any
    title: { zh: 责任人, en: Assignees }
    help: { zh: '键为用户名，值为 {role}', en: 'Key: user; value: {role}' }
  - number: 18
    name: inspection
    kind: register
    value: text
    length_max: 36
    title: { zh: 来源检查, en: Source inspection }
    help: { zh: 检查记录编号, en: Id of the inspection that found it }
  - number: 19
    name: mode
    kind: register
    value: text
    codes:
      - { code: immediate, title: { zh: 立即整改, en: At once } }
      - { code: deadline, title: { zh: 限期整改, en: Within a time limit } }
    title: { zh: 整改方式, en: Mode }
  - number: 20
    name: listing
    kind: register
    value: integer
    guarded: true
    prefer: highest
    codes:
      - { code: 0, title: { zh: 未挂牌, en: Not listed } }
      - { code: 1, title: { zh: 镇街挂牌督办, en: Listed by the township } }
      - { code: 2, title: { zh: 区级挂牌督办, en: Listed by the district } }
      - { code: 3, title: { zh: 市级挂牌督办, en: Listed by the city } }
      - { code: 4, title: { zh: 省级挂牌督办, en: Listed by the province } }
    title: { zh: 挂牌督办级别, en: Listed supervision }
  - number: 21
    name: delay_reason
    kind: register
    value: text
    codes:
      - { code: funds, title: { zh: 资金未落实, en: Funds not yet granted } }
      - { code: approval, title: { zh: 待上级或部门审批, en: Awaiting approval } }
      - { code: equipment, title: { zh: 设备采购周期长, en: Equipment on order } }
      - { code: construction, title: { zh: 施工周期长, en: Long construction } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 未完成原因, en: Reason for delay }
  - number: 22
    name: criterion
    kind: register
    value: text
    length_max: 120
    title: { zh: 重大隐患判定依据, en: Major-hazard criterion }
    help: { zh: 判定标准的版本和条款；由人员认定, en: Version and clause of the criteria; a person decides }
  - number: 23
    name: crs
    kind: register
    value: text
    codes:
      - { code: cgcs2000, title: { zh: 国家大地坐标系, en: CGCS2000 } }
      - { code: wgs84, title: { zh: WGS-84, en: WGS 84 } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
    help: { zh: 不同坐标系的点不得混用, en: Points of different systems are never mixed }

# Entering the record is the report. In one round a stronger step beats a weaker one, so a failed re-check beats a pass and
# the close built on it. A withdrawal beats everything that says the work goes well, and yields to everything that says it
# does not.
lifecycle:
  field: steps
  initial: reported
  statuses:
    - { name: reported, title: { zh: 已上报, en: Reported } }
    - { name: ordered, title: { zh: 已责令整改, en: Ordered } }
    - { name: rectified, title: { zh: 已整改待复查, en: 'Rectified, awaiting re-check' } }
    - { name: passed, title: { zh: 复查合格, en: Passed } }
    - { name: closed, title: { zh: 已销号, en: Closed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: failed, title: { zh: 复查不合格, en: Failed } }
    - { name: reopened, title: { zh: 重新整改, en: Reopened } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: ordered
      title: { zh: 责令整改, en: Order }
      status: ordered
      tiers: { from: community }
    - name: rectified
      title: { zh: 整改完成, en: Rectify }
      help: { zh: 立查立改无须先下达责令, en: What is put right at once needs no order before }
      status: rectified
    - name: passed
      title: { zh: 复查合格, en: Pass }
      status: passed
      requires: [rectified]
      tiers: { from: community }
      by_other_than: rectified
    - name: closed
      title: { zh: 销号, en: Close }
      status: closed
      requires: [passed]
      tiers: { from: township }
      needs_fields: [evidence_before, evidence_after]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      help: { zh: 误报或重复；须说明 reason, en: Entered in error or twice; needs a reason }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: failed
      title: { zh: 复查不合格, en: Fail }
      status: failed
      requires: [rectified]
      tiers: { from: community }
      ends_round: true
    - name: reopened
      title: { zh: 重新打开, en: Reopen }
      status: reopened
      requires: [closed]
      tiers: { from: township }
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      help: { zh: 撤销有误时恢复办理, en: Takes back a withdrawal made in error }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("inspection.yaml", #"""
type: inspection
class: work
title: { zh: 检查, en: Inspection }
help:
  zh: 对一个单位或场所的一次检查，答案保留所用清单的版本
  en: One visit to one target; the answers keep the version of the checklist they were given to

fields:
  - number: 1
    name: origin
    kind: register
    value: text
    required: true
    codes:
      - { code: self, title: { zh: 企业自查, en: Self-inspection } }
      - { code: patrol, title: { zh: 网格巡查, en: Grid patrol } }
      - { code: department, title: { zh: 部门检查, en: Department } }
      - { code: supervision, title: { zh: 督查, en: Supervision } }
      - { code: expert, title: { zh: 专家诊断, en: Expert } }
      - { code: report, title: { zh: 举报核查, en: Following a tip-off } }
      - { code: resumption, title: { zh: 复工复产检查, en: Resumption check } }
    title: { zh: 检查来源, en: Origin }
  - number: 2
    name: method
    kind: register
    value: text
    codes:
      - { code: routine, title: { zh: 日常检查, en: Routine } }
      - { code: unannounced, title: { zh: 四不两直, en: Unannounced } }
      - { code: covert, title: { zh: 暗访, en: Covert } }
      - { code: random, title: { zh: 双随机, en: Random selection } }
      - { code: special, title: { zh: 专项检查, en: Campaign } }
      - { code: joint, title: { zh: 联合检查, en: Joint } }
    title: { zh: 检查方式, en: Method }
  - number: 3
    name: target_kind
    kind: register
    value: text
    codes:
      - { code: enterprise, title: { zh: 企业, en: Enterprise } }
      - { code: site, title: { zh: 场所, en: Site } }
      - { code: facility, title: { zh: 设施, en: Facility } }
      - { code: vessel, title: { zh: 船舶, en: Vessel } }
      - { code: household, title: { zh: 住户, en: Household } }
    title: { zh: 对象类型, en: Kind of target }
  - number: 4
    name: target
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 检查对象, en: Target }
    help: { zh: 名称或档案编号, en: 'Its name, or the id of its file' }
  - number: 5
    name: inspector
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 检查人, en: Inspector }
  - number: 6
    name: participants
    kind: set
    value: any
    title: { zh: 参加人员, en: Participants }
    help: { zh: '键为用户名，值为 {role}', en: 'Key: user; value: {role}' }
  - number: 7
    name: started_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 开始时间, en: Started at }
  - number: 8
    name: ended_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 结束时间, en: Ended at }
  - number: 9
    name: checklist
    kind: register
    value: text
    length_max: 64
    title: { zh: 检查清单, en: Checklist }
    help: { zh: 清单模板编号, en: Id of the checklist template }
  - number: 10
    name: checklist_version
    kind: register
    value: integer
    range: [1, 1000000]
    title: { zh: 清单版本, en: Version of the checklist }
  - number: 11
    name: answers
    kind: set
    value: any
    title: { zh: 检查结果明细, en: Answers }
    help:
      zh: 键为清单条目编号，值为 {result, note, evidence}
      en: 'Key: id of the checklist item; value: {result, note, evidence}'
  - number: 12
    name: result
    kind: register
    value: text
    codes:
      - { code: none_found, title: { zh: 未发现隐患, en: No hazard found } }
      - { code: found, title: { zh: 发现隐患, en: Hazards found } }
      - { code: major_found, title: { zh: 发现重大隐患, en: Major hazards found } }
      - { code: refused, title: { zh: 拒绝检查, en: Refused } }
      - { code: absent, title: { zh: 无人在场, en: Nobody there } }
    title: { zh: 检查结论, en: Result }
  - number: 13
    name: summary
    kind: register
    value: text
    length_max: 4000
    title: { zh: 检查情况, en: Summary }
  - number: 14
    name: is_counted
    kind: register
    value: boolean
    title: { zh: 计入家次, en: Counted as a visit }
    help: { zh: 同一次到访只计一家次, en: One visit counts once however many forms were filled in }
  - number: 15
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 16
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 检查影像, en: Evidence }
    help:
      zh: 键为文件的 SHA-256（十六进制），值为 {name, taken_at}
      en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}'
  - number: 17
    name: signed_by
    kind: register
    value: text
    length_max: 120
    title: { zh: 被检查方签字人, en: Signed by }
  - number: 18
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: recorded
  statuses:
    - { name: recorded, title: { zh: 已记录, en: Recorded } }
    - { name: acknowledged, title: { zh: 被检查方已确认, en: Acknowledged } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: disputed, title: { zh: 被检查方有异议, en: Disputed } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: acknowledged
      title: { zh: 确认, en: Acknowledge }
      status: acknowledged
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: disputed
      title: { zh: 提出异议, en: Dispute }
      status: disputed
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("notice.yaml", #"""
type: notice
class: internal
title: { zh: 通报, en: Notice }
help:
  zh: 日调度、周报告、月通报；发出后不改，后来的变化在下一期中更正
  en: A daily, weekly or monthly notice; what it said stays, and what has changed since is corrected in the next

fields:
  - number: 1
    name: title
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 200
    title: { zh: 标题, en: Title }
  - number: 2
    name: number
    kind: register
    value: text
    guarded: true
    length_max: 60
    title: { zh: 文号, en: Document number }
  - number: 3
    name: period
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 24
    title: { zh: 统计期, en: Period }
  - number: 4
    name: issued_by
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 签发单位, en: Issued by }
  - number: 5
    name: issued_at
    kind: register
    value: integer
    guarded: true
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 签发时间, en: Issued at }
  - number: 6
    name: figures
    kind: register
    value: any
    guarded: true
    required: true
    title: { zh: 数据, en: Figures }
    help: { zh: 发出时的各项数字及其摘要, en: Every figure as it was said, with its digest }
  - number: 7
    name: corrections
    kind: register
    value: any
    guarded: true
    title: { zh: 对前期的更正, en: Corrections of earlier notices }
    help:
      zh: 每项含 notice、period、indicator、area、was、is、why、since
      en: 'Each with notice, period, indicator, area, was, is, why, since'
  - number: 8
    name: body
    kind: register
    value: text
    guarded: true
    length_max: 65535
    title: { zh: 正文, en: Text }
    help: { zh: Markdown 文本, en: As Markdown }
  - number: 9
    name: arrival
    kind: register
    value: integer
    range: [0, 9000000000000000]
    title: { zh: 签发时已收到的提交, en: Commits held when it was issued }
    help: { zh: 之后到达的属于迟报, en: What arrived after is late }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: issued
  statuses:
    - { name: issued, title: { zh: 已发出, en: Issued } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
  steps:
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]

"""#),
    ("patrol.yaml", #"""
type: patrol
class: patrol
title: { zh: 巡查轨迹, en: Patrol }
help:
  zh: 一次网格巡查的起止和轨迹；里程只作记录，不计分
  en: The beginning, end and track of one round of a grid; its distance is kept and never scored

fields:
  - number: 1
    name: patroller
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 巡查员, en: Patroller }
  - number: 2
    name: started_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 开始时间, en: Started at }
  - number: 3
    name: ended_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 结束时间, en: Ended at }
  - number: 4
    name: track
    kind: set
    value: any
    grow_only: true
    title: { zh: 轨迹点, en: Track }
    help:
      zh: 键为轨迹点序号，值为 {t, lon, lat, accuracy_m}；时间为毫秒，经纬度为百万分之一度
      en: 'Key: sequence number of the point; value: {t, lon, lat, accuracy_m}, in milliseconds and 1e-6 degree'
  - number: 5
    name: crs
    kind: register
    value: text
    codes:
      - { code: cgcs2000, title: { zh: 国家大地坐标系, en: CGCS2000 } }
      - { code: wgs84, title: { zh: WGS-84, en: WGS 84 } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
  - number: 6
    name: distance_m
    kind: register
    value: integer
    range: [0, 1000000]
    unit: m
    title: { zh: 里程, en: Distance }
    help: { zh: 不作考核依据, en: Not used for any score }
  - number: 7
    name: persons
    kind: register
    value: integer
    range: [0, 10000]
    unit: person
    title: { zh: 出动人数, en: Persons }
  - number: 8
    name: vehicles
    kind: register
    value: integer
    range: [0, 10000]
    title: { zh: 出动车辆, en: Vehicles }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: device
    kind: register
    value: text
    length_max: 120
    title: { zh: 设备, en: Device }
  - number: 11
    name: grid
    kind: register
    value: text
    length_max: 15
    title: { zh: 网格编码, en: Grid cell }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: recorded
  statuses:
    - { name: recorded, title: { zh: 已记录, en: Recorded } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("receipt.yaml", #"""
type: receipt
class: receipt
title: { zh: 回执, en: Receipt }
help:
  zh: 一个节点对一件指令的回执，由收到指令的节点建立，随即上行
  en: One node's answer to one directive, made by the node where the directive arrives

fields:
  - number: 1
    name: directive
    kind: register
    value: text
    required: true
    length_max: 36
    title: { zh: 指令, en: Directive }
    help: { zh: 指令的记录编号, en: Id of the directive }
  - number: 2
    name: node
    kind: register
    value: text
    required: true
    length_max: 32
    title: { zh: 节点, en: Node }
    help: { zh: 节点编号，32 位十六进制, en: 'Id of the node, 32 hexadecimal digits' }
  - number: 3
    name: area_name
    kind: register
    value: text
    length_max: 120
    title: { zh: 区域名称, en: Name of the area }
  - number: 4
    name: delivered_at
    kind: register
    value: integer
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 送达时间, en: Delivered at }
  - number: 5
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 办理情况, en: What was done }
  - number: 6
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 in hexadecimal; value: {name, taken_at}' }
  - number: 7
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

# Making the record is the delivery. A refusal beats a concurrent acceptance, so that somebody above looks at it.
lifecycle:
  field: steps
  initial: delivered
  statuses:
    - { name: delivered, title: { zh: 已送达, en: Delivered } }
    - { name: read, title: { zh: 已阅, en: Read } }
    - { name: accepted, title: { zh: 已签收, en: Accepted } }
    - { name: done, title: { zh: 已办结, en: Done } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: refused, title: { zh: 拒绝签收, en: Refused } }
    - { name: returned, title: { zh: 退回重办, en: Returned } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: read
      title: { zh: 阅读, en: Read }
      status: read
    - name: accepted
      title: { zh: 签收, en: Accept }
      status: accepted
    - name: done
      title: { zh: 办结, en: Report done }
      status: done
      requires: [accepted]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: refused
      title: { zh: 拒绝, en: Refuse }
      status: refused
      needs_details: [reason]
      ends_round: true
    - name: returned
      title: { zh: 退回, en: Return }
      help: { zh: 上级认为未办结，退回重办, en: The tier above does not find it done }
      status: returned
      requires: [done]
      tiers: { from: township }
      needs_details: [reason]
      by_other_than: done
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("roll_up.yaml", #"""
type: roll_up
class: roll-up
title: { zh: 汇总数据, en: Roll-up }
help:
  zh: 本级对一日、一周或一月的统计，每个数附有所统计内容的摘要；迟报或更正后重新报送，旧值留在历史中
  en: What a node has counted in a day, week or month, each figure with the digest of what it counted; stated again when it changes

fields:
  - number: 1
    name: period
    kind: register
    value: text
    required: true
    length_max: 24
    title: { zh: 统计期, en: Period }
    help: { zh: 如 2014-06-30、2014-W26、2014-06, en: 'Such as 2014-06-30, 2014-W26, 2014-06' }
  - number: 2
    name: figures
    kind: register
    value: any
    required: true
    title: { zh: 数据, en: Figures }
    help:
      zh: 每项含 indicator、count，及不为空的 area、sector、campaign、units、amount、digest
      en: 'Each with indicator and count and, where not blank, area, sector, campaign, units, amount, digest'
  - number: 3
    name: stated_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 报送时间, en: Stated at }
  - number: 4
    name: catalog
    kind: register
    value: text
    length_max: 64
    title: { zh: 统计口径, en: Catalog }
    help: { zh: 目录的摘要；口径不同则数字不可比, en: Digest of the catalog; figures of different ones do not compare }

"""#),
    ("supply.yaml", #"""
type: supply
class: work
title: { zh: 应急物资, en: Emergency supply }
help:
  zh: 一处储备点的一种应急物资；库存为各节点出入库之和
  en: One kind of emergency resource at one store; its stock is the sum of what all nodes took in and gave out

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 物资名称, en: Name }
  - number: 2
    name: category
    kind: register
    value: text
    codes:
      - { code: rescue, title: { zh: 抢险救援, en: Rescue } }
      - { code: fire, title: { zh: 消防, en: Fire fighting } }
      - { code: flood, title: { zh: 防汛, en: Flood control } }
      - { code: medical, title: { zh: 医疗, en: Medical } }
      - { code: protective, title: { zh: 个体防护, en: Protective equipment } }
      - { code: shelter, title: { zh: 安置保障, en: Shelter } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 类别, en: Category }
  - number: 3
    name: unit_of_count
    kind: register
    value: text
    required: true
    length_max: 20
    title: { zh: 计量单位, en: Unit of count }
    help: { zh: 如件、台、箱, en: 'Such as piece, set, box' }
  - number: 4
    name: stock
    kind: counter
    title: { zh: 库存, en: Stock }
    help: { zh: 入库为正，出库为负, en: 'What comes in is positive, what goes out negative' }
  - number: 5
    name: stock_min
    kind: register
    value: integer
    guarded: true
    prefer: highest
    range: [0, 1000000000]
    title: { zh: 最低储备量, en: Least stock }
  - number: 6
    name: store
    kind: register
    value: text
    length_max: 200
    title: { zh: 储备点, en: Store }
  - number: 7
    name: keeper
    kind: register
    value: text
    length_max: 120
    title: { zh: 保管人, en: Keeper }
  - number: 8
    name: phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 联系电话, en: Telephone }
  - number: 9
    name: expires_at
    kind: register
    value: integer
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 有效期至, en: Expires at }
  - number: 10
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 11
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: stored
  statuses:
    - { name: stored, title: { zh: 在库, en: Stored } }
    - { name: checked, title: { zh: 已盘点, en: Checked } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: checked
      title: { zh: 盘点, en: Check }
      status: checked
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("tip_off.yaml", #"""
type: tip_off
class: confidential
title: { zh: 举报, en: Tip-off }
help:
  zh: 举报线索；举报人信息保密，只上行，不下行
  en: A tip-off; it rises and never falls, because who gave it is secret

fields:
  - number: 1
    name: channel
    kind: register
    value: text
    required: true
    codes:
      - { code: hotline, title: { zh: 举报热线, en: Hotline } }
      - { code: online, title: { zh: 网络, en: Online } }
      - { code: letter, title: { zh: 信函, en: Letter } }
      - { code: visit, title: { zh: 走访, en: In person } }
      - { code: insider, title: { zh: 内部吹哨, en: Whistle-blower } }
      - { code: referral, title: { zh: 转办, en: Referral } }
    title: { zh: 举报渠道, en: Channel }
  - number: 2
    name: content
    kind: register
    value: text
    required: true
    length_max: 4000
    title: { zh: 举报内容, en: Content }
  - number: 3
    name: target
    kind: register
    value: text
    length_max: 200
    title: { zh: 被举报对象, en: Target }
  - number: 4
    name: place
    kind: register
    value: text
    length_max: 300
    title: { zh: 地点, en: Place }
  - number: 5
    name: received_at
    kind: register
    value: integer
    required: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 接报时间, en: Received at }
  - number: 6
    name: received_by
    kind: register
    value: text
    length_max: 120
    title: { zh: 接报人, en: Received by }
  - number: 7
    name: informant_is_anonymous
    kind: register
    value: boolean
    title: { zh: 匿名举报, en: Anonymous }
  - number: 8
    name: informant_name
    kind: register
    value: text
    length_max: 120
    title: { zh: 举报人姓名, en: Informant's name }
  - number: 9
    name: informant_phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 举报人电话, en: Informant's telephone }
  - number: 10
    name: informant_role
    kind: register
    value: text
    codes:
      - { code: employee, title: { zh: 内部员工, en: Employee } }
      - { code: resident, title: { zh: 居民, en: Resident } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 举报人身份, en: Informant's role }
  - number: 11
    name: result
    kind: register
    value: text
    codes:
      - { code: true, title: { zh: 属实, en: True } }
      - { code: partly, title: { zh: 部分属实, en: Partly true } }
      - { code: untrue, title: { zh: 不属实, en: Untrue } }
      - { code: unclear, title: { zh: 无法查实, en: Could not be established } }
    title: { zh: 核查结论, en: Result }
  - number: 12
    name: result_note
    kind: register
    value: text
    length_max: 4000
    title: { zh: 查处情况, en: What was found and done }
  - number: 13
    name: reward_fen
    kind: register
    value: integer
    guarded: true
    prefer: highest
    range: [0, 100000000]
    unit: 0.01 CNY
    title: { zh: 奖励金额, en: Reward }
  - number: 14
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 举报材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 in hexadecimal; value: {name, taken_at}' }
  - number: 15
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: received
  statuses:
    - { name: received, title: { zh: 已接报, en: Received } }
    - { name: referred, title: { zh: 已转办, en: Referred } }
    - { name: checked, title: { zh: 已核查, en: Checked } }
    - { name: answered, title: { zh: 已反馈办结, en: Answered } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reopened, title: { zh: 重新核查, en: Reopened } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: referred
      title: { zh: 转办, en: Refer }
      status: referred
      tiers: { from: community }
      needs_details: [to]
    - name: checked
      title: { zh: 核查, en: Check }
      status: checked
      tiers: { from: community }
    - name: answered
      title: { zh: 反馈, en: Answer }
      status: answered
      requires: [checked]
      tiers: { from: township }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: reopened
      title: { zh: 重新核查, en: Reopen }
      status: reopened
      requires: [answered]
      tiers: { from: township }
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
  ]
}
