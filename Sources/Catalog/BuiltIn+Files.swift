// The files of protocol/catalog as they are, so that one binary is all an office needs. Written by ops/embed-catalog.

// swift-format-ignore-file

extension Catalog {
  /// Name and text of each file, sorted by name.
  package static let builtInFiles: [(name: String, text: String)] = [
    ("accident.yaml", #"""
type: accident
class: report
title: { zh: 事故, en: Accident }
help:
  zh: 生产安全事故的快报、续报和调查处理；更正另记，不覆盖
  en: 'An accident: first report, supplements and inquiry; corrections are added, not written over'

fields:
  - number: 1
    name: title
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 事故名称, en: Title }
  - number: 2
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 3
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 4
    name: occurred_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 发生时间, en: Occurred at }
  - number: 5
    name: known_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 单位获知时间, en: Known to the unit at }
  - number: 6
    name: reported_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 报告县级部门时间, en: Reported to the district at }
  - number: 7
    name: place
    kind: register
    value: text
    required: true
    length_max: 300
    title: { zh: 地点, en: Place }
  - number: 8
    name: accident_type
    kind: register
    value: text
    length_max: 60
    code_table: accident_type
    title: { zh: 事故类型, en: Type }
  - number: 9
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 10
    name: industry
    kind: register
    value: text
    length_max: 60
    code_table: industry
    title: { zh: 国民经济行业, en: Industry }
  - number: 11
    name: domain
    kind: register
    value: text
    codes:
      - { code: work, title: { zh: 工矿商贸, en: Industry and commerce } }
      - { code: road, title: { zh: 道路运输, en: Road } }
      - { code: fire, title: { zh: 火灾, en: Fire } }
      - { code: fishery, title: { zh: 渔业船舶, en: Fishery } }
      - { code: construction, title: { zh: 建筑施工, en: Construction } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 事故领域, en: Domain }
  - number: 12
    name: dead
    kind: register
    value: integer
    required: true
    range: [0, 100000]
    unit: person
    title: { zh: 死亡人数, en: Dead }
  - number: 13
    name: missing
    kind: register
    value: integer
    range: [0, 100000]
    unit: person
    title: { zh: 失踪人数, en: Missing }
  - number: 14
    name: seriously_injured
    kind: register
    value: integer
    required: true
    range: [0, 100000]
    unit: person
    title: { zh: 重伤人数, en: Seriously injured }
  - number: 15
    name: slightly_injured
    kind: register
    value: integer
    range: [0, 100000]
    unit: person
    title: { zh: 轻伤人数, en: Slightly injured }
  - number: 16
    name: loss_fen
    kind: register
    value: integer
    required: true
    range: [0, 100000000000000]
    unit: 0.01 CNY
    title: { zh: 直接经济损失, en: Direct loss }
  - number: 17
    name: grade
    kind: register
    value: integer
    guarded: true
    prefer: highest
    required: true
    codes:
      - { code: 1, title: { zh: 一般事故, en: General } }
      - { code: 2, title: { zh: 较大事故, en: Larger } }
      - { code: 3, title: { zh: 重大事故, en: Major } }
      - { code: 4, title: { zh: 特别重大事故, en: Particularly major } }
    title: { zh: 事故等级, en: Grade }
  - number: 18
    name: course
    kind: register
    value: text
    length_max: 4000
    title: { zh: 简要经过, en: Course }
  - number: 19
    name: cause
    kind: register
    value: text
    length_max: 2000
    title: { zh: 原因初判, en: First finding of the cause }
  - number: 20
    name: measures_taken
    kind: register
    value: text
    length_max: 4000
    title: { zh: 已采取措施, en: Measures taken }
  - number: 21
    name: concealment
    kind: register
    value: text
    guarded: true
    codes:
      - { code: none, title: { zh: 无, en: None } }
      - { code: late, title: { zh: 迟报, en: Late } }
      - { code: omitted, title: { zh: 漏报, en: Omitted } }
      - { code: 'false', title: { zh: 谎报, en: False } }
      - { code: concealed, title: { zh: 瞒报, en: Concealed } }
    title: { zh: 迟报漏报谎报瞒报, en: Late or concealed }
  - number: 22
    name: is_liability
    kind: register
    value: boolean
    guarded: true
    title: { zh: 认定为责任事故, en: Found to be a liability accident }
  - number: 23
    name: supplements
    kind: set
    value: any
    grow_only: true
    title: { zh: 续报, en: Supplements }
    help: { zh: '键为续报序号，值为 {at, dead, missing, seriously_injured, slightly_injured, loss_fen, text}', en: 'Key: number of the supplement; value: {at, dead, missing, seriously_injured, slightly_injured, loss_fen, text}' }
  - number: 24
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 25
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 26
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 27
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

checks:
  - { check: accident_grade, dead: dead, seriously_injured: seriously_injured, loss_fen: loss_fen, grade: grade }
  - { check: time_order, from: occurred_at, to: known_at }
  - { check: time_order, from: known_at, to: reported_at }

deadlines:
  - name: unit
    title: { zh: 单位1小时内报告县级部门, en: Reported by the unit within 1 hour }
    source: 单位负责人接到报告后，应当于1小时内向事故发生地县级以上部门报告
    starts: { field: known_at }
    within: { hours: 1 }
    ends: { field: reported_at }
  - name: forwarded
    title: { zh: 部门2小时内逐级上报, en: Forwarded within 2 hours }
    source: 逐级上报事故情况，每级上报的时间不得超过2小时
    starts: { field: reported_at }
    within: { hours: 2 }
    ends: { steps: [forwarded] }

# What an earlier report said stays in the history and in the supplements; the fields show what is known now.
lifecycle:
  field: steps
  initial: reported
  statuses:
    - { name: reported, title: { zh: 已快报, en: Reported } }
    - { name: received, title: { zh: 已接报, en: Received } }
    - { name: forwarded, title: { zh: 已续报上级, en: Forwarded } }
    - { name: investigated, title: { zh: 调查中, en: Under inquiry } }
    - { name: concluded, title: { zh: 已结案, en: Concluded } }
    - { name: reviewed, title: { zh: 整改评估完成, en: Follow-up reviewed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reopened, title: { zh: 重新调查, en: Reopened } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: received
      title: { zh: 接报, en: Receive }
      status: received
      tiers: { from: community }
    - name: forwarded
      title: { zh: 上报, en: Forward }
      status: forwarded
      tiers: { from: township }
    - name: investigated
      title: { zh: 立案调查, en: Open the inquiry }
      status: investigated
      tiers: { from: district }
    - name: concluded
      title: { zh: 结案, en: Conclude }
      status: concluded
      requires: [investigated]
      tiers: { from: district }
      needs_details: [report_number]
    - name: reviewed
      title: { zh: 整改评估, en: Review the follow-up }
      status: reviewed
      requires: [concluded]
      tiers: { from: district }
      needs_details: [result]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: reopened
      title: { zh: 重新调查, en: Reopen }
      status: reopened
      requires: [concluded]
      tiers: { from: city }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: accidents
    title: { zh: 生产安全事故, en: Accidents }
    unit: { zh: 起, en: cases }
    at: occurred_at
    except: [withdrawn]
    sector: sector
    campaign: campaign
    headline: 6
    phrase: { zh: '发生各类生产安全事故{value}起', en: '{value} accidents' }
    year_on_year: true
  - name: accident_deaths
    title: { zh: 事故死亡, en: Deaths in accidents }
    unit: { zh: 人, en: persons }
    at: occurred_at
    except: [withdrawn]
    sum: dead
    sector: sector
    campaign: campaign
    headline: 7
    phrase: { zh: '死亡{value}人', en: '{value} deaths' }
    year_on_year: true
  - name: larger_accidents
    title: { zh: 较大以上事故, en: Larger accidents }
    unit: { zh: 起, en: cases }
    at: occurred_at
    except: [withdrawn]
    where:
      - { field: grade, from: 2 }
    sector: sector
    campaign: campaign
    year_on_year: true
  - name: concealed_accidents
    title: { zh: 迟报漏报瞒报事故, en: Accidents told late or concealed }
    unit: { zh: 起, en: cases }
    at: occurred_at
    except: [withdrawn]
    where:
      - { field: concealment, is: [late, omitted, concealed] }
    sector: sector
    campaign: campaign

"""#),
    ("accountability_review.yaml", #"""
type: accountability_review
class: internal
title: { zh: 追责整改评估, en: Accountability review }
help:
  zh: 事故责任追究和整改措施落实情况的专项评估
  en: A review of whether those responsible for an accident were held to account and what was demanded was done
areas: { from: community, to: city }

fields:
  - number: 1
    name: accident
    kind: register
    value: text
    required: true
    length_max: 36
    refers_to: accident
    title: { zh: 事故, en: Accident }
  - number: 2
    name: title
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 评估名称, en: Title }
  - number: 3
    name: due_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 应评估时间, en: Due at }
  - number: 4
    name: reviewed_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 评估时间, en: Reviewed at }
  - number: 5
    name: persons_proposed
    kind: register
    value: integer
    range: [0, 10000]
    unit: person
    title: { zh: 建议追责人数, en: Persons proposed }
  - number: 6
    name: persons_held
    kind: register
    value: integer
    range: [0, 10000]
    unit: person
    title: { zh: 已追责人数, en: Persons held to account }
  - number: 7
    name: measures_proposed
    kind: register
    value: integer
    range: [0, 10000]
    title: { zh: 整改建议数, en: Measures proposed }
  - number: 8
    name: measures_done
    kind: register
    value: integer
    range: [0, 10000]
    title: { zh: 已落实数, en: Measures done }
  - number: 9
    name: conclusion
    kind: register
    value: text
    length_max: 4000
    title: { zh: 评估结论, en: Conclusion }
  - number: 10
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 11
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: due
  statuses:
    - { name: due, title: { zh: 待评估, en: Due } }
    - { name: reviewed, title: { zh: 已评估, en: Reviewed } }
    - { name: published, title: { zh: 已公布, en: Published } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: reviewed
      title: { zh: 评估, en: Review }
      status: reviewed
      tiers: { from: district }
    - name: published
      title: { zh: 公布, en: Publish }
      status: published
      requires: [reviewed]
      tiers: { from: district }
      needs_details: [channel]
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
    ("admonition.yaml", #"""
type: admonition
class: internal
title: { zh: 警示谈话, en: Admonition }
help:
  zh: 对政府、部门负责人的警示约谈
  en: An admonitory talk with those who lead a government or department
areas: { from: township, to: city }

fields:
  - number: 1
    name: subject
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 谈话对象, en: Subject }
  - number: 2
    name: post
    kind: register
    value: text
    length_max: 120
    title: { zh: 职务, en: Post }
  - number: 3
    name: convenor
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 谈话人, en: Convenor }
  - number: 4
    name: reason
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 事由, en: Reason }
  - number: 5
    name: rule
    kind: register
    value: text
    length_max: 63
    title: { zh: 研判规则, en: Rule }
  - number: 6
    name: held_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 谈话时间, en: Held at }
  - number: 7
    name: due_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 时限, en: Due at }
  - number: 8
    name: minutes
    kind: register
    value: text
    length_max: 8000
    title: { zh: 谈话记录, en: Minutes }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: ordered
  statuses:
    - { name: ordered, title: { zh: 已通知, en: Ordered } }
    - { name: held, title: { zh: 已谈话, en: Held } }
    - { name: followed_up, title: { zh: 已落实, en: Followed up } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: held
      title: { zh: 谈话, en: Hold }
      status: held
      tiers: { from: township }
    - name: followed_up
      title: { zh: 落实, en: Follow up }
      status: followed_up
      requires: [held]
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
    ("alarm.yaml", #"""
# Made by nodes themselves, once for each cause: the record's id is derived from it, in the observer's own area.
type: alarm
class: watch
origin: node
title: { zh: 告警, en: Alarm }
help:
  zh: 节点自动发现的异常，逐级上报至市，当事节点无法拦截其作者的签名记录
  en: What a node has noticed about another; it rises to the city under the observer's signature

fields:
  - number: 1
    name: kind
    kind: register
    value: text
    required: true
    codes:
      - { code: fork, title: { zh: 一号两文, en: Fork } }
      - { code: bad-seal, title: { zh: 封签不符, en: Bad seal } }
      - { code: roll-back, title: { zh: 数据倒退, en: Roll-back } }
      - { code: missing-suffix, title: { zh: 扣压未报, en: Missing suffix } }
      - { code: late-entry, title: { zh: 迟报补录, en: Late entry } }
      - { code: silence, title: { zh: 失联, en: Silence } }
      - { code: no-effect, title: { zh: 未授权数据, en: Without effect } }
      - { code: clone, title: { zh: 节点克隆, en: Clone } }
      - { code: impostor, title: { zh: 冒名数据, en: Impostor } }
      - { code: wrong-clock, title: { zh: 时钟不一致, en: Clocks differ } }
    title: { zh: 类型, en: Kind }
  - number: 2
    name: node
    kind: register
    value: text
    length_max: 32
    title: { zh: 涉及节点, en: Node }
    help: { zh: 节点编号，32 位十六进制, en: 'Whom it is about: 32 hexadecimal digits' }
  - number: 3
    name: about
    kind: register
    value: text
    length_max: 31
    title: { zh: 涉及区域, en: Area it is about }
  - number: 4
    name: feed
    kind: register
    value: text
    length_max: 32
    title: { zh: 流, en: Feed }
  - number: 5
    name: number
    kind: register
    value: integer
    title: { zh: 序号, en: Number }
  - number: 6
    name: noticed_at
    kind: register
    value: integer
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 发现时间, en: Noticed at }
  - number: 7
    name: evidence
    kind: register
    value: bytes
    title: { zh: 证据, en: Evidence }
    help: { zh: CBOR 数组：提交、封签或签收回执, en: 'A CBOR array of byte strings: commits, seals or receipts' }
  - number: 8
    name: steps
    kind: steps
    title: { zh: 处置, en: Steps }

lifecycle:
  field: steps
  initial: raised
  statuses:
    - { name: raised, title: { zh: 已告警, en: Raised } }
    - { name: explained, title: { zh: 已说明, en: Explained } }
  steps:
    - name: explained
      title: { zh: 说明, en: Explain }
      status: explained
      needs_details: [reason]

"""#),
    ("assignment.yaml", #"""
type: assignment
class: work
title: { zh: 监管责任, en: Accountability assignment }
help:
  zh: 把一个单位的监管责任落实到部门和网格责任人；没有有效责任的单位列入监管盲区
  en: 'Who answers for one unit: a department and a person of the grid; a unit without one is a blind spot'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: department
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 监管部门, en: Department }
  - number: 4
    name: duty
    kind: register
    value: text
    required: true
    codes:
      - { code: primary, title: { zh: 重点监管职责, en: Primary } }
      - { code: general, title: { zh: 一般监管职责, en: General } }
    title: { zh: 职责类别, en: Kind of duty }
  - number: 5
    name: grid
    kind: register
    value: text
    length_max: 15
    check: grid
    title: { zh: 网格编码, en: Grid cell }
  - number: 6
    name: person
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 网格责任人, en: Grid person }
  - number: 7
    name: leader
    kind: register
    value: text
    length_max: 120
    title: { zh: 包保领导, en: Leader }
  - number: 8
    name: valid_from
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 起始日期, en: From }
  - number: 9
    name: valid_to
    kind: register
    value: integer
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 截止日期, en: Until }
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
  initial: assigned
  statuses:
    - { name: assigned, title: { zh: 已明确, en: Assigned } }
    - { name: accepted, title: { zh: 已确认, en: Accepted } }
    - { name: ended, title: { zh: 已终止, en: Ended } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: accepted
      title: { zh: 确认, en: Accept }
      status: accepted
    - name: ended
      title: { zh: 终止, en: End }
      status: ended
      tiers: { from: township }
      needs_details: [reason]
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
    ("audit_finding.yaml", #"""
type: audit_finding
class: internal
title: { zh: 巡查反馈问题, en: Audit finding }
help:
  zh: 上级巡查、考核反馈给一级政府或部门的问题，同样闭环
  en: A problem that an audit from above found with a government or department; the same closed loop
areas: { from: community, to: city }

fields:
  - number: 1
    name: source
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 反馈来源, en: Source }
  - number: 2
    name: number
    kind: register
    value: text
    length_max: 60
    title: { zh: 问题编号, en: Number }
  - number: 3
    name: problem
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 问题, en: Problem }
  - number: 4
    name: responsible
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 责任单位, en: Responsible }
  - number: 5
    name: leader
    kind: register
    value: text
    length_max: 120
    title: { zh: 责任领导, en: Leader }
  - number: 6
    name: found_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 反馈时间, en: Found at }
  - number: 7
    name: deadline
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 整改期限, en: Deadline }
  - number: 8
    name: measure
    kind: register
    value: text
    length_max: 2000
    title: { zh: 整改措施, en: Measure }
  - number: 9
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
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

deadlines:
  - name: rectify
    title: { zh: 整改期限, en: Rectify in time }
    source: 省巡查组提出的问题限期整改
    starts: { field: deadline }
    ends: { steps: [rectified] }

lifecycle:
  field: steps
  initial: found
  statuses:
    - { name: found, title: { zh: 已反馈, en: Found } }
    - { name: rectified, title: { zh: 已整改, en: Rectified } }
    - { name: passed, title: { zh: 验收合格, en: Passed } }
    - { name: closed, title: { zh: 已销号, en: Closed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: failed, title: { zh: 验收不合格, en: Failed } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: rectified
      title: { zh: 整改完成, en: Rectify }
      status: rectified
    - name: passed
      title: { zh: 验收, en: Pass }
      status: passed
      requires: [rectified]
      tiers: { from: district }
      by_other_than: rectified
    - name: closed
      title: { zh: 销号, en: Close }
      status: closed
      requires: [passed]
      tiers: { from: district }
      needs_fields: [evidence]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: failed
      title: { zh: 验收不合格, en: Fail }
      status: failed
      requires: [rectified]
      tiers: { from: district }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
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
    ("blacklist_entry.yaml", #"""
type: blacklist_entry
class: work
title: { zh: 严重失信名单, en: Blacklist entry }
help:
  zh: 列入安全生产严重失信主体名单（“黑名单”）及移出、信用修复
  en: 'An entry in the list of seriously untrustworthy units, its removal and repair of credit'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: principal
    kind: register
    value: text
    length_max: 120
    title: { zh: 主要负责人, en: Principal }
  - number: 4
    name: grounds
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 列入事由, en: Grounds }
  - number: 5
    name: basis
    kind: register
    value: text
    length_max: 300
    title: { zh: 依据, en: Basis }
  - number: 6
    name: penalty
    kind: register
    value: text
    length_max: 36
    refers_to: penalty
    title: { zh: 处罚决定, en: Penalty }
  - number: 7
    name: facts
    kind: set
    value: any
    grow_only: true
    title: { zh: 事实, en: Facts }
    help: { zh: '键为记录编号，值为 {type}', en: 'Key: id of a record; value: {type}' }
  - number: 8
    name: proposed_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 提出时间, en: Proposed at }
  - number: 9
    name: listed_at
    kind: register
    value: integer
    guarded: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 列入时间, en: Listed at }
  - number: 10
    name: valid_until
    kind: register
    value: integer
    guarded: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 管理期至, en: Until }
  - number: 11
    name: decided_by
    kind: register
    value: text
    guarded: true
    length_max: 120
    title: { zh: 决定机关, en: Decided by }
  - number: 12
    name: rule
    kind: register
    value: text
    length_max: 63
    title: { zh: 研判规则, en: Rule }
  - number: 13
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 14
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: proposed
  statuses:
    - { name: proposed, title: { zh: 拟列入, en: Proposed } }
    - { name: informed, title: { zh: 已告知, en: Informed } }
    - { name: listed, title: { zh: 已列入, en: Listed } }
    - { name: published, title: { zh: 已公布, en: Published } }
    - { name: removed, title: { zh: 已移出, en: Removed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: rejected, title: { zh: 不予列入, en: Rejected } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: informed
      title: { zh: 告知, en: Inform }
      status: informed
      tiers: { from: township }
    - name: listed
      title: { zh: 列入, en: List }
      status: listed
      tiers: { from: district }
    - name: published
      title: { zh: 公布, en: Publish }
      status: published
      requires: [listed]
      tiers: { from: district }
      needs_details: [channel]
    - name: removed
      title: { zh: 移出, en: Remove }
      status: removed
      requires: [listed]
      tiers: { from: district }
      needs_details: [reason]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: rejected
      title: { zh: 不予列入, en: Reject }
      status: rejected
      tiers: { from: district }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: blacklistings
    title: { zh: 列入严重失信名单, en: Blacklisted }
    unit: { zh: 家, en: units }
    at: listed_at
    except: [withdrawn, removed, rejected]
    units: unit

"""#),
    ("campaign.yaml", #"""
type: campaign
class: internal
title: { zh: 专项行动, en: Campaign }
help:
  zh: 专项整治、督查行动或重点时段
  en: 'A campaign, a round of supervision or a sensitive period'
areas: { from: community, to: city }

fields:
  - number: 1
    name: code
    kind: register
    value: text
    required: true
    length_max: 64
    title: { zh: 行动编号, en: Code }
    help: { zh: 检查、隐患等记录的专项行动即填此编号, en: What inspections and hazards name as their campaign }
  - number: 2
    name: name
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 名称, en: Name }
  - number: 3
    name: kind
    kind: register
    value: text
    required: true
    codes:
      - { code: special, title: { zh: 专项整治, en: Special } }
      - { code: supervision, title: { zh: 督查, en: Supervision } }
      - { code: sensitive_period, title: { zh: 重点时段, en: Sensitive period } }
      - { code: assessment, title: { zh: 评估执法服务, en: 'Assess, enforce, serve' } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 类型, en: Kind }
  - number: 4
    name: basis
    kind: register
    value: text
    length_max: 300
    title: { zh: 依据文件, en: Basis }
  - number: 5
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 6
    name: begins_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 开始时间, en: Begins }
  - number: 7
    name: ends_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 结束时间, en: Ends }
  - number: 8
    name: lead
    kind: register
    value: text
    length_max: 120
    title: { zh: 牵头单位, en: Led by }
  - number: 9
    name: goals
    kind: set
    value: any
    title: { zh: 目标, en: Goals }
    help: { zh: '键为指标名，值为 {value, unit}', en: 'Key: name of the figure; value: {value, unit}' }
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

checks:
  - { check: time_order, from: begins_at, to: ends_at }

lifecycle:
  field: steps
  initial: planned
  statuses:
    - { name: planned, title: { zh: 已部署, en: Planned } }
    - { name: running, title: { zh: 进行中, en: Running } }
    - { name: summarised, title: { zh: 已总结, en: Summarised } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: running
      title: { zh: 启动, en: Begin }
      status: running
      tiers: { from: township }
    - name: summarised
      title: { zh: 总结, en: Summarise }
      status: summarised
      tiers: { from: township }
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
    ("certificate.yaml", #"""
type: certificate
class: work
title: { zh: 资格证书, en: Certificate }
help:
  zh: “三项岗位”人员和特种作业证书
  en: 'The certificate of a principal, a safety manager or a worker in special operations'

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: holder
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 持证人, en: Holder }
  - number: 4
    name: post
    kind: register
    value: text
    required: true
    codes:
      - { code: principal, title: { zh: 主要负责人, en: Principal } }
      - { code: safety_manager, title: { zh: 安全管理人员, en: Safety manager } }
      - { code: special_operation, title: { zh: 特种作业人员, en: Special operations } }
    title: { zh: 岗位, en: Post }
  - number: 5
    name: operation
    kind: register
    value: text
    length_max: 120
    title: { zh: 作业类别, en: Operation }
  - number: 6
    name: number
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 证书编号, en: Number }
  - number: 7
    name: issuer
    kind: register
    value: text
    length_max: 120
    title: { zh: 发证机关, en: Issuer }
  - number: 8
    name: issued_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 发证时间, en: Issued at }
  - number: 9
    name: valid_until
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 有效期至, en: Valid until }
  - number: 10
    name: review_due_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 复审时间, en: Review due }
  - number: 11
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: registered
  statuses:
    - { name: registered, title: { zh: 已登记, en: Registered } }
    - { name: verified, title: { zh: 已核验, en: Verified } }
    - { name: expired, title: { zh: 已失效, en: Expired } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: counterfeit, title: { zh: 假冒证书, en: Counterfeit } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: verified
      title: { zh: 核验, en: Verify }
      status: verified
      tiers: { from: community }
    - name: expired
      title: { zh: 失效, en: Expire }
      status: expired
      tiers: { from: community }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: counterfeit
      title: { zh: 认定假冒, en: Find counterfeit }
      status: counterfeit
      tiers: { from: community }
      needs_details: [found]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("checklist.yaml", #"""
type: checklist
class: reference
title: { zh: 检查清单, en: Checklist }
help:
  zh: 一个版本的检查清单模板；检查记录保留所用的版本
  en: One version of a checklist; an inspection keeps the version it was answered to
areas: { from: township, to: city }

fields:
  - number: 1
    name: checklist
    kind: register
    value: text
    required: true
    length_max: 64
    title: { zh: 清单编号, en: Checklist id }
  - number: 2
    name: version
    kind: register
    value: integer
    required: true
    range: [1, 1000000]
    title: { zh: 版本, en: Version }
  - number: 3
    name: title
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 名称, en: Title }
  - number: 4
    name: target_kind
    kind: register
    value: text
    codes:
      - { code: enterprise, title: { zh: 企业, en: Enterprise } }
      - { code: site, title: { zh: 场所, en: Site } }
      - { code: facility, title: { zh: 设施, en: Facility } }
      - { code: vessel, title: { zh: 船舶, en: Vessel } }
      - { code: household, title: { zh: 住户, en: Household } }
    title: { zh: 适用对象, en: For }
  - number: 5
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 6
    name: source
    kind: register
    value: text
    length_max: 300
    title: { zh: 依据, en: Source }
  - number: 7
    name: items
    kind: set
    value: any
    required: true
    title: { zh: 检查项目, en: Items }
    help: { zh: '键为条目编号，值为 {text, clause, type, is_major}', en: 'Key: id of the item; value: {text, clause, type, is_major}' }
  - number: 8
    name: valid_from
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 启用日期, en: In force from }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: published
  statuses:
    - { name: published, title: { zh: 已发布, en: Published } }
    - { name: replaced, title: { zh: 已被替代, en: Replaced } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: replaced
      title: { zh: 替代, en: Replace }
      status: replaced
      tiers: { from: township }
      needs_details: [by]
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
    ("checkpoint.yaml", #"""
# Made by nodes themselves, at most once a day: "nothing to report" is signed too. One record for each node.
type: checkpoint
class: watch
origin: node
title: { zh: 每日封账, en: Checkpoint }
help:
  zh: 节点每日签署：本节点各流的头、总根和尚无市级签收的部分
  en: 'What a node signs each day: the heads of its own feeds under one root, and which of them no top tier has signed for'

fields:
  - number: 1
    name: node
    kind: register
    value: text
    required: true
    length_max: 32
    title: { zh: 节点, en: Node }
  - number: 2
    name: number
    kind: register
    value: integer
    title: { zh: 期号, en: Number }
    help: { zh: 每期加一, en: One more than the checkpoint before }
  - number: 3
    name: at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 签署时间, en: Signed at }
  - number: 4
    name: heads
    kind: register
    value: integer
    title: { zh: 流数, en: Heads }
  - number: 5
    name: root
    kind: register
    value: bytes
    title: { zh: 总根, en: Root }
    help: { zh: 本节点各流头按流号排列的默克尔根, en: Merkle root over the heads of the own feeds in the order of their ids }
  - number: 6
    name: previous
    kind: register
    value: bytes
    title: { zh: 上期总根, en: Previous root }
  - number: 7
    name: waiting
    kind: register
    value: bytes
    title: { zh: 待签收, en: Waiting }
    help: { zh: 尚无最高层级签收的流头及已有回执, en: 'Heads no top tier has signed for yet, each with the highest receipt there is' }

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

  # Cases that go up and to whoever handles them, but never down to those they are about.
  - name: casework
    title: { zh: 案件, en: Casework }
    rises: city
    falls: none
    priority: normal

  # What cannot wait for a tier: accidents, dangers, alarms.
  - name: report
    title: { zh: 快报, en: Urgent report }
    rises: country
    falls: none
    priority: urgent

  # What everybody looks things up in: code tables, checklists.
  - name: reference
    title: { zh: 依据, en: Reference }
    rises: city
    falls: terminal
    priority: normal

  # What nodes observe of one another: it rises past whoever it is about and falls to nobody.
  - name: watch
    title: { zh: 监督, en: Watch }
    rises: city
    falls: none
    priority: urgent

  # Grants, assignments and what else holds a branch together: every node of the branch has it.
  - name: control
    title: { zh: 控制, en: Control }
    rises: country
    falls: terminal
    priority: urgent

"""#),
    ("code_table.yaml", #"""
type: code_table
class: reference
title: { zh: 代码表, en: Code table }
help:
  zh: 一个版本的一张代码表：行业、隐患类别、事故类型、法定职责、节假日等；新版本另建一条记录
  en: 'One version of one table of codes, such as industries, accident types, statutory duties or public holidays; a new version is a new record'
areas: { from: district, to: country }

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 63
    check: name
    title: { zh: 表名, en: Name }
  - number: 2
    name: version
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 版本, en: Version }
  - number: 3
    name: name_zh
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 中文名称, en: Chinese name }
  - number: 4
    name: name_en
    kind: register
    value: text
    length_max: 120
    title: { zh: 英文名称, en: English name }
  - number: 5
    name: source
    kind: register
    value: text
    guarded: true
    length_max: 300
    title: { zh: 依据, en: Source }
  - number: 6
    name: valid_from
    kind: register
    value: integer
    guarded: true
    range: [-2209017600000, 281474976710655]
    unit: ms
    title: { zh: 施行日期, en: In force from }
  - number: 7
    name: valid_to
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [-2209017600000, 281474976710655]
    unit: ms
    title: { zh: 废止日期, en: In force until }
  - number: 8
    name: entries
    kind: set
    value: any
    required: true
    title: { zh: 条目, en: Entries }
    help: { zh: '键为代码，值为 {zh, en, parent, …}', en: 'Key: the code; value: {zh, en, parent, …}' }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

# Entries are added to a version only to mend it; what changes by law is a new version, so that old records keep their meaning.
lifecycle:
  field: steps
  initial: published
  statuses:
    - { name: published, title: { zh: 已发布, en: Published } }
    - { name: replaced, title: { zh: 已被替代, en: Replaced } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: replaced
      title: { zh: 替代, en: Replace }
      status: replaced
      tiers: { from: city }
      needs_details: [by]
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
    ("committee.yaml", #"""
type: committee
class: internal
title: { zh: 专业委员会, en: Committee }
help:
  zh: 安全生产专业委员会
  en: A specialised committee of work safety
areas: { from: township, to: city }

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 名称, en: Name }
  - number: 2
    name: lead_department
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 牵头部门, en: Lead department }
  - number: 3
    name: chair
    kind: register
    value: text
    length_max: 120
    title: { zh: 主任, en: Chair }
  - number: 4
    name: members
    kind: set
    value: any
    title: { zh: 成员单位, en: Members }
    help: { zh: '键为单位名称，值为 {duty}', en: 'Key: name of the department; value: {duty}' }
  - number: 5
    name: sectors
    kind: set
    value: text
    code_table: sector
    title: { zh: 负责的行业领域, en: Sectors }
    help: { zh: 键为行业领域代码（sector）, en: 'Key: code of the sector' }
  - number: 6
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 7
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: formed
  statuses:
    - { name: formed, title: { zh: 已设立, en: Formed } }
    - { name: ended, title: { zh: 已撤并, en: Ended } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: ended
      title: { zh: 撤并, en: End }
      status: ended
      tiers: { from: district }
      needs_details: [reason]
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
    ("daily_report.yaml", #"""
type: daily_report
class: internal
title: { zh: 信息日报, en: Daily report }
help:
  zh: 一个节点一天的信息报送，无事也报
  en: 'What one node reports of one day, also when there is nothing to report'
areas: { from: community, to: city }

fields:
  - number: 1
    name: day
    kind: register
    value: text
    required: true
    length_max: 10
    check: date
    title: { zh: 日期, en: Day }
  - number: 2
    name: reporter
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 报送人, en: Reported by }
  - number: 3
    name: is_nothing
    kind: register
    value: boolean
    required: true
    title: { zh: 零报告, en: Nothing to report }
  - number: 4
    name: matters
    kind: register
    value: text
    length_max: 4000
    title: { zh: 重要情况, en: Matters }
  - number: 5
    name: backlog
    kind: register
    value: integer
    range: [0, 1000000]
    title: { zh: 积压未办件数, en: Backlog }
  - number: 6
    name: weather
    kind: register
    value: text
    length_max: 500
    title: { zh: 极端天气, en: Extreme weather }
  - number: 7
    name: reported_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 报送时间, en: Reported at }
  - number: 8
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 9
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: reported
  statuses:
    - { name: reported, title: { zh: 已报送, en: Reported } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: returned, title: { zh: 退回补报, en: Returned } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: returned
      title: { zh: 退回补报, en: Return }
      status: returned
      tiers: { from: township }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: daily_reports
    title: { zh: 信息日报, en: Daily reports }
    unit: { zh: 份, en: reports }
    at: reported_at
    except: [withdrawn, returned]

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
    day: end
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
    ("duty_report.yaml", #"""
type: duty_report
class: work
title: { zh: 履职报告, en: Duty report }
help:
  zh: 主要负责人履行法定职责情况的报告；职责按填报时的法律版本
  en: 'A principal''s report of how the statutory duties were fulfilled, by the version of the law it was made under'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: subject_kind
    kind: register
    value: text
    required: true
    codes:
      - { code: enterprise, title: { zh: 生产经营单位, en: Enterprise } }
      - { code: government, title: { zh: 政府单位, en: Government unit } }
    title: { zh: 报告主体, en: Who reports }
  - number: 4
    name: period
    kind: register
    value: text
    required: true
    length_max: 10
    check: period
    title: { zh: 报告期, en: Period }
    help: { zh: 如 2026-03、2026-Q1、2026, en: 'Such as 2026-03, 2026-Q1, 2026' }
  - number: 5
    name: principal
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 主要负责人, en: Principal }
  - number: 6
    name: law_version
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 职责版本, en: Version of the duties }
    help: { zh: 代码表 principal_duty 的版本, en: Version of the code table principal_duty }
  - number: 7
    name: duties
    kind: set
    value: any
    required: true
    code_table: principal_duty
    title: { zh: 各项职责, en: Duties }
    help: { zh: '键为职责序号（principal_duty），值为 {is_done, note}', en: 'Key: number of the duty (principal_duty); value: {is_done, note}' }
  - number: 8
    name: filed_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 报告时间, en: Filed at }
  - number: 9
    name: signed_by
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 签字人, en: Signed by }
  - number: 10
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 11
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: filed
  statuses:
    - { name: filed, title: { zh: 已报告, en: Filed } }
    - { name: accepted, title: { zh: 已受理, en: Accepted } }
    - { name: published, title: { zh: 已公示, en: Published } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: returned, title: { zh: 退回补报, en: Returned } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: accepted
      title: { zh: 受理, en: Accept }
      status: accepted
      tiers: { from: community }
    - name: published
      title: { zh: 公示, en: Publish }
      status: published
      requires: [accepted]
      tiers: { from: community }
      needs_details: [channel]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: returned
      title: { zh: 退回, en: Return }
      status: returned
      tiers: { from: community }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: duty_reports
    title: { zh: 履职报告, en: Duty reports filed }
    unit: { zh: 份, en: reports }
    at: filed_at
    except: [withdrawn, returned]
    units: unit

"""#),
    ("duty_roster.yaml", #"""
type: duty_roster
class: internal
title: { zh: 值班表, en: Duty roster }
help:
  zh: 24小时值班和领导带班
  en: 'Who is on duty around the clock, and which leader with them'
areas: { from: community, to: city }

fields:
  - number: 1
    name: day
    kind: register
    value: text
    required: true
    length_max: 10
    check: date
    title: { zh: 日期, en: Day }
  - number: 2
    name: place
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 值班地点, en: Place }
  - number: 3
    name: leader
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 带班领导, en: Leader }
  - number: 4
    name: officers
    kind: set
    value: any
    required: true
    title: { zh: 值班人员, en: Officers }
    help: { zh: '键为班次，值为 {name, phone}', en: 'Key: the shift; value: {name, phone}' }
  - number: 5
    name: phone
    kind: register
    value: text
    required: true
    length_max: 40
    title: { zh: 值班电话, en: Telephone }
  - number: 6
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 7
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: set
  statuses:
    - { name: set, title: { zh: 已排班, en: Set } }
    - { name: kept, title: { zh: 在岗, en: Kept } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: absent, title: { zh: 脱岗, en: Absent } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: kept
      title: { zh: 点名在岗, en: Found on duty }
      status: kept
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: absent
      title: { zh: 脱岗, en: Found absent }
      status: absent
      tiers: { from: township }
      needs_details: [found]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("emergency_report.yaml", #"""
type: emergency_report
class: report
title: { zh: 险情灾情快报, en: Emergency report }
help:
  zh: 险情灾情实时报送
  en: 'A danger or a disaster, reported as it happens'

fields:
  - number: 1
    name: title
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 标题, en: Title }
  - number: 2
    name: kind
    kind: register
    value: text
    required: true
    codes:
      - { code: danger, title: { zh: 险情, en: Danger } }
      - { code: disaster, title: { zh: 灾情, en: Disaster } }
      - { code: weather, title: { zh: 极端天气, en: Extreme weather } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 类型, en: Kind }
  - number: 3
    name: content
    kind: register
    value: text
    required: true
    length_max: 8000
    title: { zh: 内容, en: Content }
  - number: 4
    name: place
    kind: register
    value: text
    length_max: 300
    title: { zh: 地点, en: Place }
  - number: 5
    name: occurred_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 发生时间, en: Occurred at }
  - number: 6
    name: affected
    kind: register
    value: integer
    range: [0, 100000000]
    unit: person
    title: { zh: 受影响人数, en: Affected }
  - number: 7
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 8
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 9
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: reported
  statuses:
    - { name: reported, title: { zh: 已报送, en: Reported } }
    - { name: received, title: { zh: 已接报, en: Received } }
    - { name: handled, title: { zh: 已处置, en: Handled } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: received
      title: { zh: 接报, en: Receive }
      status: received
      tiers: { from: community }
    - name: handled
      title: { zh: 处置, en: Handle }
      status: handled
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
    ("enforcement_case.yaml", #"""
type: enforcement_case
class: internal
title: { zh: 案件, en: Enforcement case }
help:
  zh: 行政执法案件
  en: A case of administrative enforcement
areas: { from: community, to: city }

fields:
  - number: 1
    name: number
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 案号, en: Number }
  - number: 2
    name: unit_name
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 当事人, en: Party }
  - number: 3
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 4
    name: cause
    kind: register
    value: text
    required: true
    length_max: 500
    title: { zh: 案由, en: Cause }
  - number: 5
    name: severity
    kind: register
    value: text
    guarded: true
    prefer: highest
    required: true
    codes:
      - { code: ordinary, title: { zh: 一般案件, en: Ordinary } }
      - { code: larger, title: { zh: 较大案件, en: Larger } }
      - { code: major, title: { zh: 重大案件, en: Major } }
    title: { zh: 案件类别, en: Severity }
  - number: 6
    name: filed_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 立案时间, en: Filed at }
  - number: 7
    name: agency
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 办案机关, en: Agency }
  - number: 8
    name: violation
    kind: register
    value: text
    length_max: 36
    refers_to: violation
    title: { zh: 违法行为, en: Violation }
  - number: 9
    name: closed_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 结案时间, en: Closed at }
  - number: 10
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 11
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 12
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 13
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 14
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: filed
  statuses:
    - { name: filed, title: { zh: 已立案, en: Filed } }
    - { name: investigated, title: { zh: 调查终结, en: Investigated } }
    - { name: decided, title: { zh: 已决定, en: Decided } }
    - { name: transferred, title: { zh: 已移送, en: Transferred } }
    - { name: closed, title: { zh: 已结案, en: Closed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: returned, title: { zh: 退回补充, en: Returned } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: investigated
      title: { zh: 调查终结, en: End the investigation }
      status: investigated
    - name: decided
      title: { zh: 决定, en: Decide }
      status: decided
      requires: [investigated]
      tiers: { from: township }
    - name: transferred
      title: { zh: 移送司法, en: Transfer to the judiciary }
      status: transferred
      tiers: { from: district }
      needs_details: [to]
    - name: closed
      title: { zh: 结案, en: Close }
      status: closed
      tiers: { from: township }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: returned
      title: { zh: 退回补充, en: Return }
      status: returned
      tiers: { from: district }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: cases_filed
    title: { zh: 立案, en: Cases filed }
    unit: { zh: 起, en: cases }
    at: filed_at
    except: [withdrawn]
    units: unit
    sector: sector
    campaign: campaign
  - name: larger_cases
    title: { zh: 较大以上案件, en: Larger cases }
    unit: { zh: 起, en: cases }
    at: filed_at
    except: [withdrawn]
    where:
      - { field: severity, is: [larger, major] }
    units: unit
    sector: sector
    campaign: campaign

"""#),
    ("enterprise.yaml", #"""
type: enterprise
class: work
title: { zh: 企业档案, en: Enterprise }
help:
  zh: 一企一档，所属区域为“社区代码/统一社会信用代码”；没有代码的归社区
  en: The one file of an enterprise; its area is the community's code, a slash and its credit code, or the community's where it has none

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
    length_max: 18
    check: uscc
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
      - { code: cgcs2000, title: { zh: 国家大地坐标系（EPSG:4490）, en: 'CGCS2000 (EPSG:4490)' } }
      - { code: wgs84, title: { zh: WGS-84（EPSG:4326）, en: 'WGS 84 (EPSG:4326)' } }
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
    check: grid
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
    code_table: sector
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
  - number: 21
    name: industry_code
    kind: register
    value: text
    length_max: 60
    code_table: industry
    title: { zh: 国民经济行业代码, en: Code of the industry }
    help: { zh: GB/T 4754-2017, en: GB/T 4754-2017 }
  - number: 22
    name: size
    kind: register
    value: text
    codes:
      - { code: designated, title: { zh: 规模以上, en: Above designated size } }
      - { code: small, title: { zh: 小微, en: Small } }
    title: { zh: 规模, en: Size }
  - number: 23
    name: has_dual_prevention
    kind: register
    value: boolean
    title: { zh: 双重预防体系已建成, en: Has dual prevention }
  - number: 24
    name: safety_manager
    kind: register
    value: text
    length_max: 120
    title: { zh: 安全管理负责人, en: Safety manager }
  - number: 25
    name: risk_assessed_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 最近风险评估时间, en: Risk last assessed at }
  - number: 26
    name: no_code
    kind: register
    value: text
    codes:
      - { code: unlicensed, title: { zh: 无证照, en: Without a licence } }
      - { code: pending, title: { zh: 证照办理中, en: Applied for } }
      - { code: exempt, title: { zh: 依法无须登记, en: Need not be registered } }
      - { code: old_number, title: { zh: 仅有旧注册号, en: Has only an old number } }
      - { code: deviating, title: { zh: 证照代码不合校验, en: The licence's code fails its check } }
    title: { zh: 无代码原因, en: Why no credit code }
    help: { zh: 没有统一社会信用代码的须说明, en: To be given where there is no credit code }
  - number: 27
    name: other_number
    kind: register
    value: text
    length_max: 60
    title: { zh: 其他证照号码, en: Other number }
    help: { zh: 如 15 位旧注册号、不合校验的代码, en: 'Such as an old registration number of 15 digits, or a code that fails its check' }

checks:
  - { check: coordinates, longitude: longitude, latitude: latitude, crs: crs }
  - { check: area_credit_code, credit_code: credit_code }
  - { check: either, field: credit_code, or: no_code }
  - { check: unique_in_area, field: credit_code }

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
    ("expert.yaml", #"""
type: expert
class: internal
title: { zh: 专家, en: Expert }
help:
  zh: 安全生产专家库
  en: The register of experts
areas: { from: district, to: city }

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 姓名, en: Name }
  - number: 2
    name: credential
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 资格（职称）, en: Credential }
  - number: 3
    name: credential_number
    kind: register
    value: text
    length_max: 60
    title: { zh: 证书编号, en: Number }
  - number: 4
    name: speciality
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 专业, en: Speciality }
  - number: 5
    name: employer
    kind: register
    value: text
    length_max: 200
    title: { zh: 工作单位, en: Employer }
  - number: 6
    name: phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 联系电话, en: Telephone }
  - number: 7
    name: valid_to
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 聘期至, en: Until }
  - number: 8
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 9
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: appointed
  statuses:
    - { name: appointed, title: { zh: 在聘, en: Appointed } }
    - { name: left, title: { zh: 解聘, en: Left } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: left
      title: { zh: 解聘, en: End }
      status: left
      tiers: { from: district }
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
    ("expert_diagnosis.yaml", #"""
type: expert_diagnosis
class: work
title: { zh: 专家诊断, en: Expert diagnosis }
help:
  zh: 专家或第三方对一个单位的诊断评估；发现的问题记为隐患，来源为专家，诊断编号填本记录
  en: One diagnosis by experts or a third party; what it finds are hazards of origin expert that name this record
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: organisation
    kind: register
    value: text
    length_max: 200
    title: { zh: 第三方机构, en: Organisation }
  - number: 4
    name: experts
    kind: set
    value: any
    required: true
    title: { zh: 专家, en: Experts }
    help: { zh: '键为专家记录编号或姓名，值为 {name}', en: 'Key: id or name of the expert; value: {name}' }
  - number: 5
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 6
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
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
    day: end
    title: { zh: 结束时间, en: Ended at }
  - number: 9
    name: problems_stated
    kind: register
    value: integer
    range: [0, 1000000]
    title: { zh: 报告所列问题数, en: Problems the report lists }
  - number: 10
    name: report_number
    kind: register
    value: text
    length_max: 60
    title: { zh: 报告编号, en: Number of the report }
  - number: 11
    name: advice
    kind: register
    value: text
    length_max: 4000
    title: { zh: 意见建议, en: Advice }
  - number: 12
    name: enforcement_case
    kind: register
    value: text
    length_max: 36
    refers_to: enforcement_case
    title: { zh: 关联案件, en: Case }
  - number: 13
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 14
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 15
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: recorded
  statuses:
    - { name: recorded, title: { zh: 已记录, en: Recorded } }
    - { name: handed_over, title: { zh: 已交企业, en: Handed over } }
    - { name: followed_up, title: { zh: 已回访, en: Followed up } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: handed_over
      title: { zh: 交企业, en: Hand over }
      status: handed_over
      needs_details: [signer]
    - name: followed_up
      title: { zh: 回访, en: Follow up }
      status: followed_up
      requires: [handed_over]
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

totals:
  - name: diagnoses
    title: { zh: 专家诊断企业, en: Units diagnosed by experts }
    unit: { zh: 家次, en: times }
    at: started_at
    except: [withdrawn]
    units: unit
    sector: sector
    campaign: campaign
  - name: diagnosis_problems
    title: { zh: 专家发现问题和隐患, en: Problems found by experts }
    unit: { zh: 项, en: items }
    at: started_at
    except: [withdrawn]
    sum: problems_stated
    units: unit
    sector: sector
    campaign: campaign

"""#),
    ("extension.yaml", #"""
type: extension
class: work
title: { zh: 延期申请, en: Extension }
help:
  zh: 对整改期限的延期申请及批复
  en: 'A request to extend a deadline, and the decision'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: subject_type
    kind: register
    value: text
    required: true
    codes:
      - { code: listing, title: { zh: 挂牌督办, en: Listed supervision } }
      - { code: hazard, title: { zh: 隐患, en: Hazard } }
      - { code: rectification_order, title: { zh: 责令整改指令, en: Rectification order } }
    title: { zh: 延期对象, en: Of what }
  - number: 2
    name: subject
    kind: register
    value: text
    required: true
    length_max: 36
    check: record
    title: { zh: 对象记录编号, en: Id of the record }
  - number: 3
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 4
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 5
    name: expires_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 原期限, en: Present deadline }
  - number: 6
    name: asked_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 申请时间, en: Asked at }
  - number: 7
    name: asked_until
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 申请延至, en: Asked until }
  - number: 8
    name: reason
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 申请理由, en: Reason }
  - number: 9
    name: interim_measures
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 延期期间安全措施, en: Interim measures }
  - number: 10
    name: granted_until
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 批准延至, en: Granted until }
  - number: 11
    name: decided_by
    kind: register
    value: text
    guarded: true
    length_max: 120
    title: { zh: 批复单位, en: Decided by }
  - number: 12
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 13
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 14
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

checks:
  - { check: time_order, from: expires_at, to: asked_until }

deadlines:
  - name: asked
    title: { zh: 到期20个工作日前提出, en: Asked at least 20 working days before expiry }
    source: 应当在期限届满20个工作日前提出延期申请
    starts: { field: expires_at }
    before: { working_days: 20 }
    ends: { field: asked_at }
  - name: decided
    title: { zh: 10个工作日内批复, en: Decided within 10 working days }
    source: 收到延期申请后10个工作日内作出决定
    starts: { field: asked_at }
    within: { working_days: 10 }
    ends: { steps: [granted, denied] }

lifecycle:
  field: steps
  initial: asked
  statuses:
    - { name: asked, title: { zh: 已申请, en: Asked } }
    - { name: granted, title: { zh: 已批准, en: Granted } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: denied, title: { zh: 不予批准, en: Denied } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: granted
      title: { zh: 批准, en: Grant }
      status: granted
      tiers: { from: township }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: denied
      title: { zh: 不予批准, en: Deny }
      status: denied
      tiers: { from: township }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("fulfilment.yaml", #"""
type: fulfilment
class: internal
title: { zh: 任务完成, en: Fulfilment }
help:
  zh: 一项周期性任务在一个周期的完成情况
  en: How one obligation was met in one period
areas: { from: community, to: city }

fields:
  - number: 1
    name: obligation
    kind: register
    value: text
    required: true
    length_max: 36
    refers_to: obligation
    title: { zh: 周期性任务, en: Obligation }
  - number: 2
    name: period
    kind: register
    value: text
    required: true
    length_max: 10
    check: period
    title: { zh: 周期, en: Period }
  - number: 3
    name: done_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 完成时间, en: Done at }
  - number: 4
    name: summary
    kind: register
    value: text
    length_max: 4000
    title: { zh: 情况, en: Summary }
  - number: 5
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 6
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 7
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: reported
  statuses:
    - { name: reported, title: { zh: 已报告, en: Reported } }
    - { name: accepted, title: { zh: 已认可, en: Accepted } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: returned, title: { zh: 退回, en: Returned } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: accepted
      title: { zh: 认可, en: Accept }
      status: accepted
      tiers: { from: township }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: returned
      title: { zh: 退回, en: Return }
      status: returned
      tiers: { from: township }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("grant.yaml", #"""
# The engine reads field 1 of grants, revocations and redactions; the other fields are for people.
type: grant
class: control
origin: statement
title: { zh: 授权, en: Grant }
help:
  zh: 上级节点允许一个密钥以某区域节点的身份写入；由签名和授权链自证
  en: A node above lets a key write as the node of an area; proved by its signature and the chain of grants

fields:
  - number: 1
    name: statement
    kind: register
    value: bytes
    required: true
    title: { zh: 签名授权书, en: Signed statement }
  - number: 2
    name: node
    kind: register
    value: text
    length_max: 32
    title: { zh: 节点, en: Node }
    help: { zh: 节点编号，32 位十六进制, en: 'Id of the node, 32 hexadecimal digits' }
  - number: 3
    name: holder
    kind: register
    value: text
    length_max: 200
    title: { zh: 持有单位, en: Holder }
  - number: 4
    name: not_after
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 有效期至, en: Valid until }

"""#),
    ("grid_cell.yaml", #"""
type: grid_cell
class: internal
title: { zh: 网格, en: Grid cell }
help:
  zh: 一个监管网格；调整网格时另建新格，旧格保留历史
  en: One cell of the grid; when cells are re-drawn new ones are made and the old keep their history
areas: { from: community, to: community }

fields:
  - number: 1
    name: code
    kind: register
    value: text
    required: true
    length_max: 15
    check: grid
    title: { zh: 网格编码, en: Grid code }
    help: { zh: 12 位社区代码加 3 位网格号, en: 'The community''s 12 digits and 3 more' }
  - number: 2
    name: name
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 网格名称, en: Name }
  - number: 3
    name: boundary
    kind: register
    value: any
    title: { zh: 边界, en: Boundary }
    help: { zh: GeoJSON 多边形，坐标为百万分之一度, en: GeoJSON polygon with coordinates in 1e-6 degree }
  - number: 4
    name: crs
    kind: register
    value: text
    codes:
      - { code: cgcs2000, title: { zh: '国家大地坐标系（EPSG:4490）', en: 'CGCS2000 (EPSG:4490)' } }
      - { code: wgs84, title: { zh: 'WGS-84（EPSG:4326）', en: 'WGS 84 (EPSG:4326)' } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
    help: { zh: 不同坐标系的点不得混用, en: Points of different systems are never mixed }
  - number: 5
    name: staff
    kind: set
    value: any
    title: { zh: 网格人员, en: Staff }
    help: { zh: '键为用户名，值为 {name, role, since}', en: 'Key: user; value: {name, role, since}' }
  - number: 6
    name: valid_from
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 启用日期, en: In force from }
  - number: 7
    name: valid_to
    kind: register
    value: integer
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 停用日期, en: In force until }
  - number: 8
    name: follows
    kind: set
    value: any
    title: { zh: 由哪些网格调整而来, en: Made from }
    help: { zh: 键为原网格编码, en: 'Key: code of the old cell' }
  - number: 9
    name: department
    kind: register
    value: text
    guarded: true
    length_max: 120
    title: { zh: 牵头部门, en: Lead department }
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
  initial: drawn
  statuses:
    - { name: drawn, title: { zh: 已划定, en: Drawn } }
    - { name: confirmed, title: { zh: 已确认, en: Confirmed } }
    - { name: replaced, title: { zh: 已调整, en: Re-drawn } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: confirmed
      title: { zh: 确认, en: Confirm }
      status: confirmed
      tiers: { from: township }
    - name: replaced
      title: { zh: 调整, en: Re-draw }
      status: replaced
      tiers: { from: township }
      needs_details: [by]
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
    ("grid_person.yaml", #"""
type: grid_person
class: internal
title: { zh: 网格人员, en: Grid person }
help:
  zh: 巡查员、网格长等网格人员及其设备
  en: 'Patrollers, heads of cells and others of the grid, and their devices'
areas: { from: community, to: district }

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 姓名, en: Name }
  - number: 2
    name: role
    kind: register
    value: text
    required: true
    codes:
      - { code: patroller, title: { zh: 安全生产巡查员, en: Patroller } }
      - { code: cell_head, title: { zh: 网格长, en: Head of the cell } }
      - { code: officer, title: { zh: 专职监管员, en: Officer } }
      - { code: leader, title: { zh: 包片领导, en: Leader in charge } }
    title: { zh: 岗位, en: Role }
  - number: 3
    name: user
    kind: register
    value: text
    length_max: 120
    title: { zh: 用户名, en: User }
  - number: 4
    name: grid
    kind: register
    value: text
    length_max: 15
    check: grid
    title: { zh: 网格编码, en: Grid cell }
  - number: 5
    name: phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 联系电话, en: Telephone }
  - number: 6
    name: device
    kind: register
    value: text
    length_max: 120
    title: { zh: 设备, en: Device }
  - number: 7
    name: since
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 到岗时间, en: Since }
  - number: 8
    name: until
    kind: register
    value: integer
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 离岗时间, en: Until }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: appointed
  statuses:
    - { name: appointed, title: { zh: 在岗, en: In post } }
    - { name: left, title: { zh: 离岗, en: Left } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: left
      title: { zh: 离岗, en: Leave }
      status: left
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
    ("guarantee.yaml", #"""
type: guarantee
class: internal
title: { zh: 领导包保, en: 'Leader''s guarantee' }
help:
  zh: 领导干部对区域、项目或单位的安全包保，向社会公布
  en: 'A leader''s guarantee for an area, a project or a unit, made public'
areas: { from: community, to: city }

fields:
  - number: 1
    name: leader
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 包保领导, en: Leader }
  - number: 2
    name: post
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 职务, en: Post }
  - number: 3
    name: subject
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 包保对象, en: Guaranteed }
  - number: 4
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 5
    name: duties
    kind: register
    value: text
    length_max: 2000
    title: { zh: 包保责任, en: Duties }
  - number: 6
    name: valid_from
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 起始日期, en: From }
  - number: 7
    name: valid_to
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 截止日期, en: Until }
  - number: 8
    name: published_at_url
    kind: register
    value: text
    length_max: 500
    title: { zh: 公布网址, en: Published at }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: given
  statuses:
    - { name: given, title: { zh: 已明确, en: Given } }
    - { name: published, title: { zh: 已公布, en: Published } }
    - { name: ended, title: { zh: 已终止, en: Ended } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: published
      title: { zh: 公布, en: Publish }
      status: published
      tiers: { from: township }
      needs_details: [channel]
    - name: ended
      title: { zh: 终止, en: End }
      status: ended
      tiers: { from: township }
      needs_details: [reason]
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
    code_table: hazard_category
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
    day: end
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
    refers_to: inspection
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
      - { code: cgcs2000, title: { zh: 国家大地坐标系（EPSG:4490）, en: 'CGCS2000 (EPSG:4490)' } }
      - { code: wgs84, title: { zh: WGS-84（EPSG:4326）, en: 'WGS 84 (EPSG:4326)' } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
    help: { zh: 不同坐标系的点不得混用, en: Points of different systems are never mixed }
  - number: 24
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 25
    name: origin
    kind: register
    value: text
    codes:
      - { code: self, title: { zh: 企业自查, en: Self-inspection } }
      - { code: patrol, title: { zh: 网格巡查, en: Grid patrol } }
      - { code: department, title: { zh: 部门检查, en: Department } }
      - { code: supervision, title: { zh: 督查, en: Supervision } }
      - { code: expert, title: { zh: 专家诊断, en: Expert } }
      - { code: report, title: { zh: 举报核查, en: Following a tip-off } }
      - { code: resumption, title: { zh: 复工复产检查, en: Resumption check } }
    title: { zh: 隐患来源, en: Origin }
  - number: 26
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 27
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 28
    name: diagnosis
    kind: register
    value: text
    length_max: 36
    refers_to: expert_diagnosis
    title: { zh: 专家诊断, en: Expert diagnosis }
    help: { zh: 诊断记录编号, en: Id of the diagnosis that found it }
  - number: 29
    name: department
    kind: register
    value: text
    guarded: true
    length_max: 120
    title: { zh: 监管部门, en: Supervising department }
  - number: 30
    name: responsible
    kind: register
    value: text
    length_max: 120
    title: { zh: 整改责任人, en: Responsible }
  - number: 31
    name: funds_fen
    kind: register
    value: integer
    range: [0, 100000000000000]
    unit: 0.01 CNY
    title: { zh: 整改资金, en: Funds }
  - number: 32
    name: contingency
    kind: register
    value: text
    length_max: 2000
    title: { zh: 应急预案, en: Contingency plan }
  - number: 33
    name: expected_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 预计完成时间, en: Expected done at }
  - number: 34
    name: progress
    kind: set
    value: any
    grow_only: true
    title: { zh: 整改进展, en: Progress }
    help: { zh: '键为日期，值为 {text}', en: 'Key: the day; value: {text}' }
  - number: 35
    name: accident_type
    kind: register
    value: text
    length_max: 60
    code_table: accident_type
    title: { zh: 可能的事故类型, en: Accident it may lead to }
  - number: 36
    name: measures
    kind: set
    value: text
    code_table: remedial_measure
    title: { zh: 处置措施, en: Measures }
    help: { zh: 键为处置措施代码（remedial_measure）, en: 'Key: code of the measure (remedial_measure)' }

checks:
  - { check: coordinates, longitude: longitude, latitude: latitude, crs: crs }
  - { check: time_order, from: found_at, to: deadline }

deadlines:
  - name: rectify
    title: { zh: 整改期限, en: Rectified in time }
    source: 责令企业立即或限期整改
    starts: { field: deadline }
    ends: { steps: [rectified] }

# Entering the record is the report. In one round a stronger step beats a weaker one, so a failed re-check beats a pass and
# the close built on it. A major hazard is closed by two tiers: one re-checks it, a higher one confirms. A withdrawal beats
# everything that says the work goes well, and yields to everything that says it does not.
lifecycle:
  field: steps
  initial: reported
  statuses:
    - { name: reported, title: { zh: 已上报, en: Reported } }
    - { name: ordered, title: { zh: 已责令整改, en: Ordered } }
    - { name: rectified, title: { zh: 已整改待复查, en: 'Rectified, awaiting re-check' } }
    - { name: passed, title: { zh: 复查合格, en: Passed } }
    - { name: confirmed, title: { zh: 上级已核查, en: Confirmed from above } }
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
    - name: confirmed
      title: { zh: 上级核查, en: Confirm }
      help: { zh: 重大隐患由高于复查的一级核查, en: A tier above the re-check looks at a major hazard }
      status: confirmed
      requires: [passed]
      tiers: { from: district }
      by_other_than: rectified
      by_higher_than: passed
    - name: closed
      title: { zh: 销号, en: Close }
      status: closed
      requires: [passed]
      tiers: { from: township }
      needs_fields: [evidence_before, evidence_after]
      when:
        - { field: severity, is: [1], requires: [confirmed] }
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

totals:
  - name: hazards_found
    title: { zh: 排查隐患, en: Hazards found }
    unit: { zh: 处, en: hazards }
    at: found_at
    except: [withdrawn]
    where:
      - { field: diagnosis, given: false }
    units: unit
    sector: sector
    campaign: campaign
    headline: 2
    phrase: { zh: '排查隐患{value}处', en: '{value} hazards found' }
  - name: hazards_rectified
    title: { zh: 整改隐患, en: Hazards rectified }
    unit: { zh: 处, en: hazards }
    at_step: rectified
    except: [withdrawn, failed, reopened, reinstated]
    where:
      - { field: diagnosis, given: false }
    units: unit
    sector: sector
    campaign: campaign
    headline: 3
    phrase: { zh: '整改隐患{value}处', en: '{value} rectified' }
  - name: hazards_closed
    title: { zh: 销号隐患, en: Hazards closed }
    unit: { zh: 处, en: hazards }
    at_step: closed
    except: [withdrawn, failed, reopened, reinstated]
    where:
      - { field: diagnosis, given: false }
    units: unit
    sector: sector
    campaign: campaign
  - name: major_hazards
    title: { zh: 重大事故隐患, en: Major hazards found }
    unit: { zh: 处, en: hazards }
    at: found_at
    except: [withdrawn]
    where:
      - { field: severity, is: [1] }
    units: unit
    sector: sector
    campaign: campaign
  - name: hazards_delayed
    title: { zh: 长期整改隐患, en: Hazards that take long }
    unit: { zh: 处, en: hazards }
    at: found_at
    except: [rectified, passed, closed, withdrawn]
    where:
      - { field: delay_reason, given: true }
    units: unit
    sector: sector
    campaign: campaign
  - name: diagnosed_hazards
    title: { zh: 第三方评估发现问题, en: Found by third parties }
    unit: { zh: 条, en: items }
    at: found_at
    except: [withdrawn]
    where:
      - { field: diagnosis, given: true }
    units: unit
    sector: sector
    campaign: campaign
  - name: diagnosed_rectified
    title: { zh: 第三方评估问题已整改, en: Of these rectified }
    unit: { zh: 条, en: items }
    at_step: rectified
    except: [withdrawn, failed, reopened, reinstated]
    where:
      - { field: diagnosis, given: true }
    units: unit
    sector: sector
    campaign: campaign
  - name: diagnosed_pending
    title: { zh: 第三方评估问题正在整改, en: Of these still under way }
    unit: { zh: 条, en: items }
    at: found_at
    except: [rectified, passed, closed, withdrawn]
    where:
      - { field: diagnosis, given: true }
    units: unit
    sector: sector
    campaign: campaign

"""#),
    ("informant.yaml", #"""
type: informant
class: confidential
title: { zh: 举报人, en: Informant }
help:
  zh: 举报人身份，与举报内容分开，只上行，存于接报节点及其上级；按举报编号对应
  en: 'Who gave a tip-off, kept apart from what was said; it rises from the node that received it and goes nowhere else'
areas: { from: community, to: city }

fields:
  - number: 1
    name: tip_off
    kind: register
    value: text
    required: true
    length_max: 36
    refers_to: tip_off
    title: { zh: 举报编号, en: Tip-off }
  - number: 2
    name: name
    kind: register
    value: text
    length_max: 120
    title: { zh: 姓名, en: Name }
  - number: 3
    name: phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 电话, en: Telephone }
  - number: 4
    name: identity_number
    kind: register
    value: text
    length_max: 18
    title: { zh: 身份证号, en: Identity number }
  - number: 5
    name: address
    kind: register
    value: text
    length_max: 300
    title: { zh: 住址, en: Address }
  - number: 6
    name: role
    kind: register
    value: text
    codes:
      - { code: employee, title: { zh: 内部员工, en: Employee } }
      - { code: resident, title: { zh: 居民, en: Resident } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 身份, en: Role }
  - number: 7
    name: account
    kind: register
    value: text
    length_max: 60
    title: { zh: 领奖账户, en: Account }
  - number: 8
    name: reward_paid_fen
    kind: register
    value: integer
    guarded: true
    range: [0, 100000000000000]
    unit: 0.01 CNY
    title: { zh: 已发奖金, en: Reward paid }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

# The reward is paid here, where the identity is; the tip-off only says that it was.
lifecycle:
  field: steps
  initial: recorded
  statuses:
    - { name: recorded, title: { zh: 已登记, en: Recorded } }
    - { name: informed, title: { zh: 已反馈, en: Informed } }
    - { name: rewarded, title: { zh: 已发奖, en: Rewarded } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: informed
      title: { zh: 反馈举报人, en: Inform }
      status: informed
      tiers: { from: community }
    - name: rewarded
      title: { zh: 发放奖励, en: Pay the reward }
      status: rewarded
      tiers: { from: township }
      needs_details: [voucher]
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
    ("injury.yaml", #"""
type: injury
class: work
title: { zh: 工伤, en: Injury }
help:
  zh: 从工伤保险导入的工伤，用于数据分析和漏报比对
  en: 'An injury taken over from the insurance, for analysis and to find unreported accidents'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: occurred_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 受伤时间, en: Occurred at }
  - number: 4
    name: accident_type
    kind: register
    value: text
    length_max: 60
    code_table: accident_type
    title: { zh: 伤害类型, en: Type }
  - number: 5
    name: severity
    kind: register
    value: text
    required: true
    codes:
      - { code: slight, title: { zh: 轻伤, en: Slight } }
      - { code: serious, title: { zh: 重伤, en: Serious } }
      - { code: fatal, title: { zh: 死亡, en: Fatal } }
    title: { zh: 程度, en: Severity }
  - number: 6
    name: count
    kind: register
    value: integer
    range: [1, 100000]
    unit: person
    title: { zh: 人数, en: Persons }
  - number: 7
    name: source
    kind: register
    value: text
    length_max: 200
    title: { zh: 数据来源, en: Source }
  - number: 8
    name: accident
    kind: register
    value: text
    length_max: 36
    refers_to: accident
    title: { zh: 关联事故, en: Accident }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: imported
  statuses:
    - { name: imported, title: { zh: 已导入, en: Imported } }
    - { name: matched, title: { zh: 已比对, en: Matched } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: matched
      title: { zh: 比对, en: Match }
      status: matched
      tiers: { from: township }
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
    day: end
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
  - number: 19
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 20
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 21
    name: team
    kind: register
    value: text
    length_max: 64
    title: { zh: 检查组, en: Team }
    help: { zh: 检查组记录编号或名称, en: 'Id of the team, or its name' }
  - number: 22
    name: outing
    kind: register
    value: text
    length_max: 64
    title: { zh: 组次编号, en: Outing }
    help: { zh: 同一检查组一次出动检查多家，填同一编号；组次按此统计, en: The same for all units that one team visits on one outing; outings are counted by it }
  - number: 23
    name: department
    kind: register
    value: text
    length_max: 120
    title: { zh: 检查部门, en: Department }
  - number: 24
    name: draw
    kind: register
    value: text
    length_max: 36
    refers_to: random_draw
    title: { zh: 双随机抽取, en: Random draw }
  - number: 25
    name: longitude
    kind: register
    value: integer
    range: [-180000000, 180000000]
    unit: 1e-6 degree
    title: { zh: 经度, en: Longitude }
  - number: 26
    name: latitude
    kind: register
    value: integer
    range: [-90000000, 90000000]
    unit: 1e-6 degree
    title: { zh: 纬度, en: Latitude }
  - number: 27
    name: crs
    kind: register
    value: text
    codes:
      - { code: cgcs2000, title: { zh: '国家大地坐标系（EPSG:4490）', en: 'CGCS2000 (EPSG:4490)' } }
      - { code: wgs84, title: { zh: 'WGS-84（EPSG:4326）', en: 'WGS 84 (EPSG:4326)' } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
    help: { zh: 不同坐标系的点不得混用, en: Points of different systems are never mixed }
  - number: 28
    name: grid
    kind: register
    value: text
    length_max: 15
    check: grid
    title: { zh: 网格编码, en: Grid cell }

checks:
  - { check: coordinates, longitude: longitude, latitude: latitude, crs: crs }
  - { check: time_order, from: started_at, to: ended_at }

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

totals:
  - name: visits
    title: { zh: 检查生产经营单位, en: Units inspected }
    unit: { zh: 家次, en: visits }
    at: started_at
    except: [withdrawn]
    where:
      - { field: origin, not: [self] }
      - { field: is_counted, not: [false] }
      - { field: result, not: [absent] }
    units: unit
    sector: sector
    campaign: campaign
    headline: 1
    phrase: { zh: '检查生产经营单位{value}家（次）', en: '{value} visits to units' }
  - name: outings
    title: { zh: 出动检查组, en: Outings of inspection teams }
    unit: { zh: 组次, en: outings }
    at: started_at
    except: [withdrawn]
    where:
      - { field: outing, given: true }
    units: outing
    distinct: true
    sector: sector
    campaign: campaign
  - name: supervision_visits
    title: { zh: 督查检查, en: Visits by supervision teams }
    unit: { zh: 家次, en: visits }
    at: started_at
    except: [withdrawn]
    where:
      - { field: origin, is: [supervision] }
    units: unit
    sector: sector
    campaign: campaign
  - name: unannounced_visits
    title: { zh: 四不两直检查, en: Unannounced visits }
    unit: { zh: 家次, en: visits }
    at: started_at
    except: [withdrawn]
    where:
      - { field: method, is: [unannounced] }
      - { field: is_counted, not: [false] }
    units: unit
    sector: sector
    campaign: campaign
  - name: self_checks
    title: { zh: 企业自查, en: Self-inspections }
    unit: { zh: 家次, en: times }
    at: started_at
    except: [withdrawn]
    where:
      - { field: origin, is: [self] }
    units: unit
    sector: sector
    campaign: campaign

"""#),
    ("insurance.yaml", #"""
type: insurance
class: work
title: { zh: 安全生产责任保险, en: Liability insurance }
help:
  zh: 安责险保单及费率浮动
  en: 'A policy of work-safety liability insurance, and how its rate was adjusted'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: insurer
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 保险机构, en: Insurer }
  - number: 4
    name: number
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 保单号, en: Number }
  - number: 5
    name: valid_from
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 起保日期, en: From }
  - number: 6
    name: valid_to
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 终保日期, en: Until }
  - number: 7
    name: premium_fen
    kind: register
    value: integer
    range: [0, 100000000000000]
    unit: 0.01 CNY
    title: { zh: 保费, en: Premium }
  - number: 8
    name: rate_adjustment_percent
    kind: register
    value: integer
    range: [-100, 1000]
    unit: '%'
    title: { zh: 费率浮动, en: Adjustment of the rate }
  - number: 9
    name: adjustment_reason
    kind: register
    value: text
    length_max: 500
    title: { zh: 浮动理由, en: Reason for it }
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

checks:
  - { check: time_order, from: valid_from, to: valid_to }

lifecycle:
  field: steps
  initial: in_force
  statuses:
    - { name: in_force, title: { zh: 有效, en: In force } }
    - { name: ended, title: { zh: 已终止, en: Ended } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: ended
      title: { zh: 终止, en: End }
      status: ended
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
    ("interview.yaml", #"""
type: interview
class: work
title: { zh: 约谈, en: Interview }
help:
  zh: 约谈生产经营单位主要负责人
  en: 'An admonitory interview of a unit''s principal'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: interviewee
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 被约谈人, en: Interviewed }
  - number: 4
    name: convenor
    kind: register
    value: text
    length_max: 120
    title: { zh: 约谈人, en: Convenor }
  - number: 5
    name: reason
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 约谈事由, en: Reason }
  - number: 6
    name: rule
    kind: register
    value: text
    length_max: 63
    title: { zh: 研判规则, en: Rule }
  - number: 7
    name: facts
    kind: set
    value: any
    grow_only: true
    title: { zh: 事实, en: Facts }
    help: { zh: '键为记录编号，值为 {type}', en: 'Key: id of a record; value: {type}' }
  - number: 8
    name: ordered_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 决定时间, en: Ordered at }
  - number: 9
    name: due_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 约谈时限, en: Due at }
  - number: 10
    name: held_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 约谈时间, en: Held at }
  - number: 11
    name: minutes
    kind: register
    value: text
    length_max: 8000
    title: { zh: 约谈记录, en: Minutes }
  - number: 12
    name: demands
    kind: register
    value: text
    length_max: 4000
    title: { zh: 整改要求, en: Demands }
  - number: 13
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 14
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 15
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

deadlines:
  - name: held
    title: { zh: 按期约谈, en: Held in time }
    source: 采取约谈、列入“黑名单”
    starts: { field: due_at }
    ends: { steps: [held] }

lifecycle:
  field: steps
  initial: ordered
  statuses:
    - { name: ordered, title: { zh: 已通知, en: Ordered } }
    - { name: held, title: { zh: 已约谈, en: Held } }
    - { name: followed_up, title: { zh: 已落实, en: Followed up } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: missed, title: { zh: 未到场, en: Missed } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: held
      title: { zh: 约谈, en: Hold }
      status: held
      tiers: { from: community }
      needs_details: [minutes_by]
    - name: followed_up
      title: { zh: 落实, en: Follow up }
      status: followed_up
      requires: [held]
      tiers: { from: community }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: missed
      title: { zh: 未到场, en: Did not appear }
      status: missed
      tiers: { from: community }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: interviews
    title: { zh: 约谈, en: Interviews }
    unit: { zh: 次, en: times }
    at_step: held
    except: [withdrawn, missed]
    units: unit

"""#),
    ("listing.yaml", #"""
type: listing
class: work
title: { zh: 挂牌督办, en: Listed supervision }
help:
  zh: 对一处重大隐患的一级挂牌督办：挂牌、公布、延期、摘牌、摘牌公布
  en: 'One tier''s listing of a major hazard: listed, published, extended, delisted, delisting published'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: hazard
    kind: register
    value: text
    required: true
    length_max: 36
    refers_to: hazard
    title: { zh: 隐患, en: Hazard }
  - number: 2
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 3
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 4
    name: description
    kind: register
    value: text
    length_max: 1000
    title: { zh: 隐患摘要, en: Summary }
  - number: 5
    name: level
    kind: register
    value: integer
    guarded: true
    prefer: highest
    required: true
    codes:
      - { code: 1, title: { zh: 镇街挂牌督办, en: Township } }
      - { code: 2, title: { zh: 区级挂牌督办, en: District } }
      - { code: 3, title: { zh: 市级挂牌督办, en: City } }
      - { code: 4, title: { zh: 省级挂牌督办, en: Province } }
    title: { zh: 督办级别, en: Level }
  - number: 6
    name: authority
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 督办单位, en: Listed by }
  - number: 7
    name: number
    kind: register
    value: text
    guarded: true
    length_max: 60
    title: { zh: 挂牌文号, en: Number }
  - number: 8
    name: listed_at
    kind: register
    value: integer
    guarded: true
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 挂牌时间, en: Listed at }
  - number: 9
    name: deadline
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    required: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 整改期限, en: Deadline }
  - number: 10
    name: responsible
    kind: register
    value: text
    length_max: 120
    title: { zh: 督办责任人, en: Responsible }
  - number: 11
    name: plan_goal
    kind: register
    value: text
    length_max: 1000
    title: { zh: 治理目标任务, en: Goal }
  - number: 12
    name: plan_measures
    kind: register
    value: text
    length_max: 2000
    title: { zh: 治理方法措施, en: Methods and measures }
  - number: 13
    name: plan_funds
    kind: register
    value: integer
    range: [0, 100000000000000]
    unit: 0.01 CNY
    title: { zh: 治理经费, en: Funds }
  - number: 14
    name: plan_people
    kind: register
    value: text
    length_max: 500
    title: { zh: 责任机构人员, en: People responsible }
  - number: 15
    name: plan_deadline
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 治理时限, en: Time limit of the plan }
  - number: 16
    name: plan_contingency
    kind: register
    value: text
    length_max: 2000
    title: { zh: 安全措施和应急预案, en: Safety measures and contingency plan }
  - number: 17
    name: is_stopped
    kind: register
    value: boolean
    title: { zh: 督办期间停产停业, en: Work stopped meanwhile }
  - number: 18
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 19
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 20
    name: delisted_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 摘牌时间, en: Delisted at }
  - number: 21
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 22
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 23
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

deadlines:
  - name: filed
    title: { zh: 挂牌后3个工作日内报市安委办备案, en: Filed with the city office within 3 working days of listing }
    source: 挂牌督办后3个工作日内报市政府安委会办公室备案
    starts: { field: listed_at }
    within: { working_days: 3 }
    ends: { steps: [filed] }
  - name: published
    title: { zh: 挂牌后5个工作日内向社会公布, en: Published within 5 working days of listing }
    source: 5个工作日内在媒体上公布
    starts: { field: listed_at }
    within: { working_days: 5 }
    ends: { steps: [published] }
  - name: delisted
    title: { zh: 整改期限, en: Delisted in time }
    source: 要求年底前全部完成整改
    starts: { field: deadline }
    ends: { steps: [delisted] }
  - name: delisting_published
    title: { zh: 摘牌后5个工作日内公布, en: Delisting published within 5 working days }
    source: 摘牌后5个工作日内公布
    starts: { step: delisted }
    within: { working_days: 5 }
    ends: { steps: [delisting_published] }

# The five demands on a plan are fields: responsibility, measures, funds, time limit and contingency plan.
lifecycle:
  field: steps
  initial: listed
  statuses:
    - { name: listed, title: { zh: 已挂牌, en: Listed } }
    - { name: published, title: { zh: 已公布, en: Published } }
    - { name: delisting_asked, title: { zh: 申请摘牌, en: Delisting asked } }
    - { name: delisted, title: { zh: 已摘牌, en: Delisted } }
    - { name: delisting_published, title: { zh: 摘牌已公布, en: Delisting published } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: delisting_refused, title: { zh: 不予摘牌, en: Delisting refused } }
    - { name: relisted, title: { zh: 重新挂牌, en: Listed again } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: filed
      title: { zh: 报备, en: File with the city office }
      status: listed
      tiers: { from: township }
    - name: published
      title: { zh: 公布, en: Publish }
      status: published
      tiers: { from: township }
      needs_details: [channel]
    - name: delisting_asked
      title: { zh: 申请摘牌, en: Ask for delisting }
      status: delisting_asked
    - name: delisted
      title: { zh: 摘牌, en: Delist }
      status: delisted
      requires: [delisting_asked]
      tiers: { from: township }
      needs_fields: [evidence]
      by_other_than: delisting_asked
    - name: delisting_published
      title: { zh: 公布摘牌, en: Publish the delisting }
      status: delisting_published
      requires: [delisted]
      tiers: { from: township }
      needs_details: [channel]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: delisting_refused
      title: { zh: 不予摘牌, en: Refuse delisting }
      status: delisting_refused
      requires: [delisting_asked]
      tiers: { from: township }
      needs_details: [reason]
      ends_round: true
    - name: relisted
      title: { zh: 重新挂牌, en: List again }
      status: relisted
      requires: [delisted]
      tiers: { from: township }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: city_listings
    title: { zh: 市级挂牌督办重大隐患, en: Hazards listed by the city }
    unit: { zh: 处, en: hazards }
    at: listed_at
    except: [withdrawn]
    where:
      - { field: level, is: [3] }
    units: unit
    sector: sector
    campaign: campaign
    headline: 5
    phrase: { zh: '市级挂牌督办重大隐患{value}处', en: '{value} major hazards listed by the city' }
  - name: listings
    title: { zh: 挂牌督办重大隐患, en: Hazards under listed supervision }
    unit: { zh: 处, en: hazards }
    at: listed_at
    except: [withdrawn]
    units: unit
    sector: sector
    campaign: campaign
  - name: delistings
    title: { zh: 摘牌隐患, en: Delisted }
    unit: { zh: 处, en: hazards }
    at_step: delisted
    except: [withdrawn, relisted, reinstated]
    units: unit
    sector: sector
    campaign: campaign

"""#),
    ("major_hazard_installation.yaml", #"""
type: major_hazard_installation
class: work
title: { zh: 重大危险源, en: Major hazard installation }
help:
  zh: 危险化学品重大危险源及其备案
  en: 'An installation with dangerous chemicals beyond the threshold, and its filing'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: name
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 名称, en: Name }
  - number: 4
    name: level
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    required: true
    codes:
      - { code: 1, title: { zh: 一级, en: First } }
      - { code: 2, title: { zh: 二级, en: Second } }
      - { code: 3, title: { zh: 三级, en: Third } }
      - { code: 4, title: { zh: 四级, en: Fourth } }
    title: { zh: 级别, en: Level }
  - number: 5
    name: substances
    kind: set
    value: any
    required: true
    title: { zh: 危险物质, en: Substances }
    help: { zh: '键为 CAS 号或名称，值为 {name, tonnes_tenths}', en: 'Key: CAS number or name; value: {name, tonnes_tenths}' }
  - number: 6
    name: r_hundredths
    kind: register
    value: integer
    range: [0, 100000000]
    unit: 0.01
    title: { zh: R 值, en: R value }
  - number: 7
    name: longitude
    kind: register
    value: integer
    range: [-180000000, 180000000]
    unit: 1e-6 degree
    title: { zh: 经度, en: Longitude }
  - number: 8
    name: latitude
    kind: register
    value: integer
    range: [-90000000, 90000000]
    unit: 1e-6 degree
    title: { zh: 纬度, en: Latitude }
  - number: 9
    name: crs
    kind: register
    value: text
    codes:
      - { code: cgcs2000, title: { zh: '国家大地坐标系（EPSG:4490）', en: 'CGCS2000 (EPSG:4490)' } }
      - { code: wgs84, title: { zh: 'WGS-84（EPSG:4326）', en: 'WGS 84 (EPSG:4326)' } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
    help: { zh: 不同坐标系的点不得混用, en: Points of different systems are never mixed }
  - number: 10
    name: responsible_main
    kind: register
    value: text
    length_max: 120
    title: { zh: 主要负责人, en: Principal responsible }
  - number: 11
    name: responsible_technical
    kind: register
    value: text
    length_max: 120
    title: { zh: 技术负责人, en: Technical responsible }
  - number: 12
    name: responsible_operation
    kind: register
    value: text
    length_max: 120
    title: { zh: 操作负责人, en: Operational responsible }
  - number: 13
    name: assessed_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 评估时间, en: Assessed at }
  - number: 14
    name: filed_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 备案时间, en: Filed at }
  - number: 15
    name: filing_number
    kind: register
    value: text
    length_max: 60
    title: { zh: 备案编号, en: Filing number }
  - number: 16
    name: is_monitored
    kind: register
    value: boolean
    title: { zh: 已接入监测预警, en: Monitored }
  - number: 17
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 18
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

checks:
  - { check: coordinates, longitude: longitude, latitude: latitude, crs: crs }

lifecycle:
  field: steps
  initial: registered
  statuses:
    - { name: registered, title: { zh: 已登记, en: Registered } }
    - { name: filed, title: { zh: 已备案, en: Filed } }
    - { name: removed, title: { zh: 已核销, en: Removed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: filed
      title: { zh: 备案, en: File }
      status: filed
      tiers: { from: township }
    - name: removed
      title: { zh: 核销, en: Remove }
      status: removed
      tiers: { from: district }
      needs_details: [reason]
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
    ("notice.yaml", #"""
type: notice
class: internal
origin: figures
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
    title: { zh: 数据, en: Figures }
    help: { zh: 发出时的各项数字及其摘要, en: 'Every figure as it was said, with its digest' }
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
    ("obligation.yaml", #"""
type: obligation
class: internal
title: { zh: 周期性任务, en: Obligation }
help:
  zh: 定期要做的事：报告、审计、评估、课堂、会议、联合检查
  en: 'What must be done again and again: reports, audits, assessments, lessons, meetings, joint checks'
areas: { from: community, to: city }

fields:
  - number: 1
    name: title
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 任务, en: Title }
  - number: 2
    name: subject
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 责任单位, en: Who }
  - number: 3
    name: every
    kind: register
    value: text
    required: true
    codes:
      - { code: month, title: { zh: 每月, en: Month } }
      - { code: quarter, title: { zh: 每季度, en: Quarter } }
      - { code: half_year, title: { zh: 每半年, en: Half-year } }
      - { code: year, title: { zh: 每年, en: Year } }
      - { code: two_years, title: { zh: 每两年, en: Two years } }
    title: { zh: 周期, en: Every }
  - number: 4
    name: first_due_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 首次到期, en: First due }
  - number: 5
    name: committee
    kind: register
    value: text
    length_max: 120
    title: { zh: 专业委员会, en: Committee }
  - number: 6
    name: basis
    kind: register
    value: text
    length_max: 300
    title: { zh: 依据, en: Basis }
  - number: 7
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 8
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: set
  statuses:
    - { name: set, title: { zh: 已明确, en: Set } }
    - { name: ended, title: { zh: 已终止, en: Ended } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: ended
      title: { zh: 终止, en: End }
      status: ended
      tiers: { from: township }
      needs_details: [reason]
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
    ("observation.yaml", #"""
type: observation
class: work
title: { zh: 三违, en: Observation }
help:
  zh: 违章指挥、违章作业、违反劳动纪律的查处
  en: 'Wrong orders, wrong work or breach of discipline that was seen'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: kind
    kind: register
    value: text
    required: true
    codes:
      - { code: orders, title: { zh: 违章指挥, en: Wrong orders } }
      - { code: work, title: { zh: 违章作业, en: Wrong work } }
      - { code: discipline, title: { zh: 违反劳动纪律, en: Breach of discipline } }
    title: { zh: 类型, en: Kind }
  - number: 4
    name: description
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 情况, en: What was seen }
  - number: 5
    name: seen_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 时间, en: Seen at }
  - number: 6
    name: place
    kind: register
    value: text
    length_max: 300
    title: { zh: 部位, en: Place }
  - number: 7
    name: handling
    kind: register
    value: text
    length_max: 1000
    title: { zh: 处理, en: Handling }
  - number: 8
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: recorded
  statuses:
    - { name: recorded, title: { zh: 已记录, en: Recorded } }
    - { name: handled, title: { zh: 已处理, en: Handled } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: handled
      title: { zh: 处理, en: Handle }
      status: handled
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
    day: end
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
      - { code: cgcs2000, title: { zh: 国家大地坐标系（EPSG:4490）, en: 'CGCS2000 (EPSG:4490)' } }
      - { code: wgs84, title: { zh: WGS-84（EPSG:4326）, en: 'WGS 84 (EPSG:4326)' } }
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
    check: grid
    title: { zh: 网格编码, en: Grid cell }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

checks:
  - { check: time_order, from: started_at, to: ended_at }

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

totals:
  - name: patrols
    title: { zh: 网格巡查, en: Grid patrols }
    unit: { zh: 次, en: times }
    at: started_at
    except: [withdrawn]
    units: patroller
    headline: 10
    phrase: { zh: '开展网格巡查{value}次', en: '{value} grid patrols' }
  - name: patrol_vehicles
    title: { zh: 出动车辆, en: Vehicles on patrol }
    unit: { zh: 辆次, en: vehicles }
    at: started_at
    except: [withdrawn]
    sum: vehicles

"""#),
    ("penalty.yaml", #"""
type: penalty
class: work
title: { zh: 行政处罚, en: Penalty }
help:
  zh: 一件行政处罚决定，金额以分计
  en: One decision of administrative penalty; money in fen
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: number
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 决定书文号, en: Number }
  - number: 2
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 3
    name: enterprise
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 4
    name: agency
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 处罚机关, en: Agency }
  - number: 5
    name: kinds
    kind: set
    value: text
    required: true
    code_table: penalty_kind
    title: { zh: 处罚种类, en: Kinds }
    help: { zh: 键为处罚种类代码（penalty_kind）, en: 'Key: code of the kind (penalty_kind)' }
  - number: 6
    name: amount_fen
    kind: register
    value: integer
    required: true
    range: [0, 100000000000000]
    unit: 0.01 CNY
    title: { zh: 罚款金额, en: Fine }
  - number: 7
    name: decided_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 决定时间, en: Decided at }
  - number: 8
    name: facts
    kind: register
    value: text
    length_max: 2000
    title: { zh: 违法事实, en: Facts }
  - number: 9
    name: legal_basis
    kind: register
    value: text
    length_max: 1000
    title: { zh: 处罚依据, en: Legal basis }
  - number: 10
    name: violation
    kind: register
    value: text
    length_max: 36
    refers_to: violation
    title: { zh: 违法行为, en: Violation }
  - number: 11
    name: enforcement_case
    kind: register
    value: text
    length_max: 36
    refers_to: enforcement_case
    title: { zh: 案件, en: Case }
  - number: 12
    name: is_serious
    kind: register
    value: boolean
    guarded: true
    title: { zh: 属严重失信情形, en: Grounds for the list of seriously untrustworthy }
  - number: 13
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 14
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 15
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 16
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 17
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: decided
  statuses:
    - { name: decided, title: { zh: 已决定, en: Decided } }
    - { name: served, title: { zh: 已送达, en: Served } }
    - { name: paid, title: { zh: 已缴清, en: Paid } }
    - { name: enforced, title: { zh: 已强制执行, en: Enforced } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: revoked, title: { zh: 已撤销决定, en: Revoked } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: served
      title: { zh: 送达, en: Serve }
      status: served
      tiers: { from: community }
    - name: paid
      title: { zh: 缴清, en: Pay }
      status: paid
      tiers: { from: community }
    - name: enforced
      title: { zh: 强制执行, en: Enforce }
      status: enforced
      tiers: { from: township }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: revoked
      title: { zh: 撤销决定, en: Revoke }
      status: revoked
      tiers: { from: district }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: penalties
    title: { zh: 行政处罚, en: Penalties }
    unit: { zh: 户次, en: times }
    at: decided_at
    except: [withdrawn, revoked]
    units: unit
    sector: sector
    campaign: campaign
    headline: 8
    phrase: { zh: '实施行政处罚{value}户次', en: '{value} penalties' }
  - name: penalty_amount
    title: { zh: 罚款金额, en: Amount of penalties }
    unit: { zh: 万元, en: '10,000 yuan' }
    at: decided_at
    except: [withdrawn, revoked]
    sum: amount_fen
    units: unit
    sector: sector
    campaign: campaign
    headline: 9
    phrase: { zh: '罚款{value}万元', en: '{value} in ten thousand yuan' }

"""#),
    ("permit.yaml", #"""
type: permit
class: work
title: { zh: 危险作业票, en: Work permit }
help:
  zh: 动火、高处、有限空间等危险作业的审批
  en: 'Permission for hot work, work at height, in confined spaces and the like'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: kind
    kind: register
    value: text
    required: true
    codes:
      - { code: hot_work, title: { zh: 动火作业, en: Hot work } }
      - { code: height, title: { zh: 高处作业, en: At height } }
      - { code: confined_space, title: { zh: 有限空间作业, en: Confined space } }
      - { code: lifting, title: { zh: 吊装作业, en: Lifting } }
      - { code: temporary_power, title: { zh: 临时用电, en: Temporary power } }
      - { code: excavation, title: { zh: 动土作业, en: Excavation } }
      - { code: road_closure, title: { zh: 断路作业, en: Road closure } }
      - { code: blind_plate, title: { zh: 盲板抽堵, en: Blind plates } }
    title: { zh: 作业类别, en: Kind }
  - number: 4
    name: place
    kind: register
    value: text
    required: true
    length_max: 300
    title: { zh: 作业部位, en: Place }
  - number: 5
    name: begins_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 开始时间, en: Begins }
  - number: 6
    name: ends_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 结束时间, en: Ends }
  - number: 7
    name: guardian
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 监护人, en: Guardian }
  - number: 8
    name: worker
    kind: register
    value: text
    length_max: 120
    title: { zh: 作业人, en: Worker }
  - number: 9
    name: measures
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 安全措施, en: Measures }
  - number: 10
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 11
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

checks:
  - { check: time_order, from: begins_at, to: ends_at }

lifecycle:
  field: steps
  initial: asked
  statuses:
    - { name: asked, title: { zh: 已申请, en: Asked } }
    - { name: approved, title: { zh: 已批准, en: Approved } }
    - { name: finished, title: { zh: 已完工, en: Finished } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: stopped, title: { zh: 已叫停, en: Stopped } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: approved
      title: { zh: 批准, en: Approve }
      status: approved
      needs_details: [approver]
    - name: finished
      title: { zh: 完工, en: Finish }
      status: finished
      requires: [approved]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: stopped
      title: { zh: 叫停, en: Stop }
      status: stopped
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("publication.yaml", #"""
type: publication
class: internal
title: { zh: 公开公示, en: Publication }
help:
  zh: 向社会公开曝光或公示
  en: 'What was made public: exposure of a hazard or a penalty, or a notice'
areas: { from: community, to: city }

fields:
  - number: 1
    name: subject_type
    kind: register
    value: text
    required: true
    codes:
      - { code: hazard, title: { zh: 隐患, en: Hazard } }
      - { code: listing, title: { zh: 挂牌督办, en: Listed supervision } }
      - { code: penalty, title: { zh: 行政处罚, en: Penalty } }
      - { code: tip_off, title: { zh: 举报查处结果, en: Result of a tip-off } }
      - { code: accident, title: { zh: 事故调查报告, en: Inquiry report } }
      - { code: blacklist_entry, title: { zh: 严重失信名单, en: Blacklist } }
      - { code: duty_report, title: { zh: 职责履行情况, en: Fulfilment of duties } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 公开对象, en: Of what }
  - number: 2
    name: subject
    kind: register
    value: text
    length_max: 36
    check: record
    title: { zh: 对象记录编号, en: Id of the record }
  - number: 3
    name: title
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 标题, en: Title }
  - number: 4
    name: channel
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 渠道, en: Channel }
  - number: 5
    name: address
    kind: register
    value: text
    length_max: 500
    title: { zh: 网址或版面, en: Address }
  - number: 6
    name: published_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 公开时间, en: Published at }
  - number: 7
    name: publisher
    kind: register
    value: text
    length_max: 120
    title: { zh: 公开单位, en: Publisher }
  - number: 8
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 9
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
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
  initial: published
  statuses:
    - { name: published, title: { zh: 已公开, en: Published } }
    - { name: recalled, title: { zh: 已撤下, en: Taken down } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: recalled
      title: { zh: 撤下, en: Take down }
      status: recalled
      tiers: { from: township }
      needs_details: [reason]
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

totals:
  - name: publications
    title: { zh: 公开曝光, en: Published }
    unit: { zh: 处, en: hazards }
    at: published_at
    except: [withdrawn, recalled]
    sector: sector
    campaign: campaign

"""#),
    ("random_draw.yaml", #"""
type: random_draw
class: internal
title: { zh: 双随机抽取, en: Random draw }
help:
  zh: 双随机一公开的抽取记录：名单摘要、种子和抽取结果，可以重算
  en: 'The log of a random selection: digest of the pool, seed and result, so that it can be drawn again'
areas: { from: community, to: city }

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 名称, en: Name }
  - number: 2
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 3
    name: pool_sha256
    kind: register
    value: text
    required: true
    length_max: 64
    check: sha256
    title: { zh: 名单摘要, en: Digest of the pool }
  - number: 4
    name: pool_count
    kind: register
    value: integer
    required: true
    range: [1, 10000000]
    title: { zh: 名单数, en: Size of the pool }
  - number: 5
    name: seed
    kind: register
    value: text
    required: true
    length_max: 64
    title: { zh: 随机种子, en: Seed }
  - number: 6
    name: method
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 抽取算法, en: Method }
  - number: 7
    name: drawn_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 抽取时间, en: Drawn at }
  - number: 8
    name: units
    kind: set
    value: any
    grow_only: true
    title: { zh: 抽中单位, en: Units drawn }
    help: { zh: '键为单位编号，值为 {name}', en: 'Key: the unit; value: {name}' }
  - number: 9
    name: inspectors
    kind: set
    value: any
    grow_only: true
    title: { zh: 抽中检查人员, en: Inspectors drawn }
    help: { zh: '键为用户名，值为 {name}', en: 'Key: user; value: {name}' }
  - number: 10
    name: witness
    kind: register
    value: text
    length_max: 120
    title: { zh: 监督人, en: Witness }
  - number: 11
    name: published_at_url
    kind: register
    value: text
    length_max: 500
    title: { zh: 公布网址, en: Published at }
  - number: 12
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 13
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: drawn
  statuses:
    - { name: drawn, title: { zh: 已抽取, en: Drawn } }
    - { name: published, title: { zh: 已公开, en: Published } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: published
      title: { zh: 公开, en: Publish }
      status: published
      needs_details: [channel]
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
    ("rectification_order.yaml", #"""
type: rectification_order
class: order
title: { zh: 责令整改指令, en: Rectification order }
help:
  zh: 责令限期（立即）整改指令书及其送达
  en: 'An order to rectify, and how it was served'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: number
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 60
    title: { zh: 文号, en: Number }
  - number: 2
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 3
    name: enterprise
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 4
    name: mode
    kind: register
    value: text
    required: true
    codes:
      - { code: immediate, title: { zh: 立即整改, en: At once } }
      - { code: deadline, title: { zh: 限期整改, en: Within a time limit } }
    title: { zh: 整改方式, en: Mode }
  - number: 5
    name: hazards
    kind: set
    value: any
    grow_only: true
    title: { zh: 涉及隐患, en: Hazards }
    help: { zh: '键为隐患记录编号，值为 {description}', en: 'Key: id of the hazard; value: {description}' }
  - number: 6
    name: requirement
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 4000
    title: { zh: 整改要求, en: Requirement }
  - number: 7
    name: legal_basis
    kind: register
    value: text
    guarded: true
    length_max: 1000
    title: { zh: 法律依据, en: Legal basis }
  - number: 8
    name: issued_at
    kind: register
    value: integer
    guarded: true
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 下达时间, en: Issued at }
  - number: 9
    name: deadline
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 整改期限, en: Deadline }
  - number: 10
    name: issued_by
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 签发单位, en: Issued by }
  - number: 11
    name: measures
    kind: set
    value: text
    code_table: remedial_measure
    title: { zh: 处置措施, en: Measures }
    help: { zh: 键为处置措施代码（remedial_measure）, en: 'Key: code of the measure (remedial_measure)' }
  - number: 12
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 13
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 14
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

deadlines:
  - name: rectify
    title: { zh: 整改期限, en: Rectify in time }
    source: 责令企业立即或限期整改
    starts: { field: deadline }
    ends: { steps: [complied] }

# A refusal is not an end: in the next round the order is served before a witness, and what it demands still holds.
lifecycle:
  field: steps
  initial: issued
  statuses:
    - { name: issued, title: { zh: 已下达, en: Issued } }
    - { name: signed, title: { zh: 已签收, en: Signed for } }
    - { name: served_by_witness, title: { zh: 见证送达, en: Served before a witness } }
    - { name: complied, title: { zh: 已按期整改, en: Complied with } }
    - { name: closed, title: { zh: 已结案, en: Closed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: refused, title: { zh: 拒绝签收, en: Refused } }
    - { name: overdue, title: { zh: 逾期未改, en: Not complied with } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: signed
      title: { zh: 签收, en: Sign for it }
      status: signed
      needs_details: [signer]
    - name: complied
      title: { zh: 报告完成, en: Report compliance }
      status: complied
    - name: served_by_witness
      title: { zh: 见证送达, en: Serve before a witness }
      status: served_by_witness
      tiers: { from: community }
      needs_details: [witness]
    - name: closed
      title: { zh: 结案, en: Close }
      status: closed
      requires: [complied]
      tiers: { from: community }
      by_other_than: complied
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: refused
      title: { zh: 拒绝签收, en: Refuse }
      status: refused
      needs_details: [witness]
      ends_round: true
    - name: overdue
      title: { zh: 认定逾期, en: Find not complied with }
      status: overdue
      tiers: { from: community }
      needs_details: [found]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: orders
    title: { zh: 下达整改指令, en: Rectification orders }
    unit: { zh: 份, en: orders }
    at: issued_at
    except: [withdrawn]
    units: unit

"""#),
    ("redaction.yaml", #"""
type: redaction
class: control
origin: statement
title: { zh: 依法删除, en: Redaction }
help:
  zh: 依法删除一次提交的内容；其哈希和链条保留，何人何时因何删除有据可查
  en: Removes the payload of a commit by law; its hash and the chain stay, and who did so, when and why is on record

fields:
  - number: 1
    name: statement
    kind: register
    value: bytes
    required: true
    title: { zh: 签名删除令, en: Signed statement }
  - number: 2
    name: commit
    kind: register
    value: text
    length_max: 64
    title: { zh: 提交, en: Commit }
  - number: 3
    name: reason
    kind: register
    value: text
    length_max: 1000
    title: { zh: 法律依据, en: Legal basis }

"""#),
    ("referral.yaml", #"""
type: referral
class: casework
title: { zh: 转办, en: Referral }
help:
  zh: 把一件举报转给另一个区域办理；记录属于承办区域，不含举报人
  en: A tip-off handed to another area; the record belongs to the area that is to act and says nothing of the informant
areas: { from: community, to: district }

fields:
  - number: 1
    name: tip_off
    kind: register
    value: text
    required: true
    length_max: 36
    check: record
    title: { zh: 举报编号, en: Tip-off }
  - number: 2
    name: content
    kind: register
    value: text
    required: true
    length_max: 4000
    title: { zh: 举报内容摘要, en: What it says }
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
    name: from_unit
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 转出单位, en: From }
  - number: 6
    name: to_unit
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 承办单位, en: To }
  - number: 7
    name: referred_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 转办时间, en: Referred at }
  - number: 8
    name: due_at
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 办理时限, en: Due at }
  - number: 9
    name: result_note
    kind: register
    value: text
    length_max: 4000
    title: { zh: 办理结果, en: Result }
  - number: 10
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 11
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

deadlines:
  - name: handled
    title: { zh: 按期办结, en: Handled in time }
    source: 转办……件，办结率
    starts: { field: due_at }
    ends: { steps: [handled] }

lifecycle:
  field: steps
  initial: referred
  statuses:
    - { name: referred, title: { zh: 已转办, en: Referred } }
    - { name: accepted, title: { zh: 已受理, en: Accepted } }
    - { name: handled, title: { zh: 已办结, en: Handled } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: returned, title: { zh: 退回重办, en: Returned } }
    - { name: declined, title: { zh: 退回转出单位, en: Declined } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: accepted
      title: { zh: 受理, en: Accept }
      status: accepted
    - name: handled
      title: { zh: 办结, en: Handle }
      status: handled
      requires: [accepted]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: returned
      title: { zh: 退回重办, en: Return }
      status: returned
      requires: [handled]
      tiers: { from: township }
      needs_details: [reason]
      by_other_than: handled
      ends_round: true
    - name: declined
      title: { zh: 不属管辖退回, en: Decline }
      status: declined
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: referrals
    title: { zh: 转办举报, en: Tip-offs referred }
    unit: { zh: 件, en: pieces }
    at: referred_at
    except: [withdrawn]

"""#),
    ("rescue_team.yaml", #"""
type: rescue_team
class: work
title: { zh: 应急队伍, en: Rescue team }
help:
  zh: 应急救援队伍
  en: A team for emergency rescue

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 名称, en: Name }
  - number: 2
    name: kind
    kind: register
    value: text
    codes:
      - { code: comprehensive, title: { zh: 综合救援, en: Comprehensive } }
      - { code: professional, title: { zh: 专业救援, en: Professional } }
      - { code: fire, title: { zh: 防火扑火, en: Fire } }
      - { code: social, title: { zh: 社会救援, en: Volunteer } }
      - { code: enterprise, title: { zh: 企业专职, en: Of an enterprise } }
    title: { zh: 类型, en: Kind }
  - number: 3
    name: persons
    kind: register
    value: integer
    required: true
    range: [0, 1000000]
    unit: person
    title: { zh: 人数, en: Persons }
  - number: 4
    name: vehicles
    kind: register
    value: integer
    range: [0, 100000]
    title: { zh: 车辆, en: Vehicles }
  - number: 5
    name: leader
    kind: register
    value: text
    length_max: 120
    title: { zh: 负责人, en: Leader }
  - number: 6
    name: phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 值班电话, en: Telephone }
  - number: 7
    name: equipment
    kind: register
    value: text
    length_max: 2000
    title: { zh: 装备, en: Equipment }
  - number: 8
    name: place
    kind: register
    value: text
    length_max: 300
    title: { zh: 驻地, en: Place }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: ready
  statuses:
    - { name: ready, title: { zh: 在备, en: Ready } }
    - { name: deployed, title: { zh: 出动, en: Deployed } }
    - { name: disbanded, title: { zh: 已撤编, en: Disbanded } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: deployed
      title: { zh: 出动, en: Deploy }
      status: deployed
      needs_details: [to]
    - name: disbanded
      title: { zh: 撤编, en: Disband }
      status: disbanded
      tiers: { from: township }
      needs_details: [reason]
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
    ("revocation.yaml", #"""
type: revocation
class: control
origin: statement
title: { zh: 撤销授权, en: Revocation }
help:
  zh: 一个密钥的授权到此为止；列明仍然有效的流头和授权书
  en: Ends what a key may do; lists the heads and statements that still count

fields:
  - number: 1
    name: statement
    kind: register
    value: bytes
    required: true
    title: { zh: 签名撤销书, en: Signed statement }
  - number: 2
    name: node
    kind: register
    value: text
    length_max: 32
    title: { zh: 节点, en: Node }
    help: { zh: 节点编号，32 位十六进制, en: 'Id of the node, 32 hexadecimal digits' }
  - number: 3
    name: reason
    kind: register
    value: text
    length_max: 1000
    title: { zh: 原因, en: Reason }

"""#),
    ("risk_assessment.yaml", #"""
type: risk_assessment
class: work
title: { zh: 风险评估, en: Risk assessment }
help:
  zh: 一次安全风险评估及其四色等级
  en: 'One assessment of a unit''s risk, with its colour'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: colour
    kind: register
    value: integer
    guarded: true
    prefer: highest
    required: true
    codes:
      - { code: 1, title: { zh: 蓝色（低风险）, en: Blue (low risk) } }
      - { code: 2, title: { zh: 黄色（一般风险）, en: Yellow (general risk) } }
      - { code: 3, title: { zh: 橙色（较大风险）, en: Orange (larger risk) } }
      - { code: 4, title: { zh: 红色（重大风险）, en: Red (major risk) } }
    title: { zh: 风险等级, en: Colour }
  - number: 4
    name: method
    kind: register
    value: text
    codes:
      - { code: lec, title: { zh: 作业条件危险性评价法, en: LEC } }
      - { code: ls, title: { zh: 风险矩阵法, en: Risk matrix } }
      - { code: criteria, title: { zh: 判定标准直接判定, en: By criteria } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 评估方法, en: Method }
  - number: 5
    name: score_tenths
    kind: register
    value: integer
    range: [0, 1000000]
    unit: 0.1
    title: { zh: 评估分值, en: Score }
  - number: 6
    name: assessed_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 评估时间, en: Assessed at }
  - number: 7
    name: assessor
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 评估单位（人）, en: Assessor }
  - number: 8
    name: report_number
    kind: register
    value: text
    length_max: 60
    title: { zh: 报告编号, en: Number of the report }
  - number: 9
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
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
  initial: assessed
  statuses:
    - { name: assessed, title: { zh: 已评估, en: Assessed } }
    - { name: filed, title: { zh: 已备案, en: Filed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: filed
      title: { zh: 备案, en: File }
      status: filed
      tiers: { from: township }
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
    ("risk_point.yaml", #"""
type: risk_point
class: work
title: { zh: 风险点, en: Risk point }
help:
  zh: 风险点及其管控措施：双重预防的第一道
  en: 'A risk point and its controls: the first line of dual prevention'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: name
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 风险点名称, en: Name }
  - number: 4
    name: place
    kind: register
    value: text
    length_max: 300
    title: { zh: 部位, en: Place }
  - number: 5
    name: accident_type
    kind: register
    value: text
    length_max: 60
    code_table: accident_type
    title: { zh: 可能的事故类型, en: Accident it may lead to }
  - number: 6
    name: colour
    kind: register
    value: integer
    guarded: true
    prefer: highest
    required: true
    codes:
      - { code: 1, title: { zh: 蓝色（低风险）, en: Blue } }
      - { code: 2, title: { zh: 黄色（一般风险）, en: Yellow } }
      - { code: 3, title: { zh: 橙色（较大风险）, en: Orange } }
      - { code: 4, title: { zh: 红色（重大风险）, en: Red } }
    title: { zh: 风险等级, en: Colour }
  - number: 7
    name: likelihood_tenths
    kind: register
    value: integer
    range: [0, 100]
    unit: 0.1
    title: { zh: L 可能性, en: Likelihood }
  - number: 8
    name: exposure_tenths
    kind: register
    value: integer
    range: [0, 100]
    unit: 0.1
    title: { zh: E 暴露频次, en: Exposure }
  - number: 9
    name: consequence
    kind: register
    value: integer
    range: [0, 100]
    title: { zh: C 后果, en: Consequence }
  - number: 10
    name: control_tier
    kind: register
    value: text
    codes:
      - { code: company, title: { zh: 公司, en: Company } }
      - { code: workshop, title: { zh: 车间, en: Workshop } }
      - { code: team, title: { zh: 班组, en: Team } }
      - { code: post, title: { zh: 岗位, en: Post } }
    title: { zh: 管控层级, en: Controlled by }
  - number: 11
    name: responsible
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 责任人, en: Responsible }
  - number: 12
    name: controls
    kind: set
    value: any
    required: true
    title: { zh: 管控措施, en: Controls }
    help: { zh: '键为措施编号，值为 {kind, text}', en: 'Key: id of the control; value: {kind, text}' }
  - number: 13
    name: checked_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 最近排查时间, en: Last checked }
  - number: 14
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 15
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: identified
  statuses:
    - { name: identified, title: { zh: 已辨识, en: Identified } }
    - { name: controlled, title: { zh: 已落实管控, en: Controlled } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: control_failed, title: { zh: 管控失效, en: Control failed } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: controlled
      title: { zh: 落实管控, en: Put controls in place }
      status: controlled
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: control_failed
      title: { zh: 管控失效, en: Report a failed control }
      status: control_failed
      needs_details: [reason]
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
origin: node
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
    ("rule_setting.yaml", #"""
type: rule_setting
class: reference
title: { zh: 研判规则参数, en: Rule setting }
help:
  zh: 一条研判规则的一个窗口或阈值，取代程序内置的默认值
  en: 'One window or threshold of one watch rule, in place of the value that the program ships'
areas: { from: district, to: city }

fields:
  - number: 1
    name: rule
    kind: register
    value: text
    required: true
    length_max: 63
    check: name
    title: { zh: 规则, en: Rule }
  - number: 2
    name: parameter
    kind: register
    value: text
    required: true
    length_max: 63
    check: name
    title: { zh: 参数, en: Parameter }
  - number: 3
    name: value
    kind: register
    value: integer
    guarded: true
    required: true
    range: [0, 1000000000]
    title: { zh: 数值, en: Value }
  - number: 4
    name: source
    kind: register
    value: text
    length_max: 300
    title: { zh: 依据, en: Source }
  - number: 5
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 6
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: published
  statuses:
    - { name: published, title: { zh: 已发布, en: Published } }
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
    ("score.yaml", #"""
type: score
class: internal
title: { zh: 考核评分, en: Score }
help:
  zh: 对区、镇街、部门的考核评分，红黄蓝三色和一票否决
  en: 'The score of a district, township or department: three colours, and a veto'
areas: { from: township, to: city }

fields:
  - number: 1
    name: subject
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 考核对象, en: Scored }
  - number: 2
    name: period
    kind: register
    value: text
    required: true
    length_max: 10
    check: period
    title: { zh: 考核期, en: Period }
  - number: 3
    name: items
    kind: set
    value: any
    required: true
    title: { zh: 评分项, en: Items }
    help: { zh: '键为评分项编号，值为 {title, weight, points_tenths}', en: 'Key: id of the item; value: {title, weight, points_tenths}' }
  - number: 4
    name: total_tenths
    kind: register
    value: integer
    guarded: true
    required: true
    range: [-10000, 10000]
    unit: 0.1
    title: { zh: 总分, en: Total }
  - number: 5
    name: colour
    kind: register
    value: text
    guarded: true
    codes:
      - { code: red, title: { zh: 红, en: Red } }
      - { code: yellow, title: { zh: 黄, en: Yellow } }
      - { code: blue, title: { zh: 蓝, en: Blue } }
    title: { zh: 等次, en: Colour }
  - number: 6
    name: is_vetoed
    kind: register
    value: boolean
    guarded: true
    title: { zh: 一票否决, en: Vetoed }
  - number: 7
    name: veto_reason
    kind: register
    value: text
    guarded: true
    length_max: 1000
    title: { zh: 否决理由, en: Reason for the veto }
  - number: 8
    name: scored_by
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 考核单位, en: Scored by }
  - number: 9
    name: scored_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 考核时间, en: Scored at }
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
  initial: scored
  statuses:
    - { name: scored, title: { zh: 已评分, en: Scored } }
    - { name: published, title: { zh: 已公布, en: Published } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: appealed, title: { zh: 申诉, en: Appealed } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: published
      title: { zh: 公布, en: Publish }
      status: published
      tiers: { from: township }
      needs_details: [channel]
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: appealed
      title: { zh: 申诉, en: Appeal }
      status: appealed
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

"""#),
    ("sensor_alarm.yaml", #"""
type: sensor_alarm
class: report
title: { zh: 监测报警, en: Alarm }
help:
  zh: 监测预警系统送来的报警
  en: An alarm from a monitoring system

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: installation
    kind: register
    value: text
    length_max: 36
    refers_to: major_hazard_installation
    title: { zh: 重大危险源, en: Installation }
  - number: 4
    name: sensor
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 传感器, en: Sensor }
  - number: 5
    name: quantity
    kind: register
    value: text
    required: true
    length_max: 60
    title: { zh: 监测量, en: Quantity }
  - number: 6
    name: reading
    kind: register
    value: integer
    range: [-1000000000, 1000000000]
    title: { zh: 读数, en: Reading }
  - number: 7
    name: threshold
    kind: register
    value: integer
    range: [-1000000000, 1000000000]
    title: { zh: 阈值, en: Threshold }
  - number: 8
    name: reading_unit
    kind: register
    value: text
    length_max: 20
    title: { zh: 单位, en: Unit of the reading }
  - number: 9
    name: raised_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 报警时间, en: Raised at }
  - number: 10
    name: cleared_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 消警时间, en: Cleared at }
  - number: 11
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: raised
  statuses:
    - { name: raised, title: { zh: 报警中, en: Raised } }
    - { name: acknowledged, title: { zh: 已响应, en: Acknowledged } }
    - { name: cleared, title: { zh: 已消除, en: Cleared } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: acknowledged
      title: { zh: 响应, en: Acknowledge }
      status: acknowledged
    - name: cleared
      title: { zh: 消除, en: Clear }
      status: cleared
      needs_details: [cause]
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
    ("supervision_task.yaml", #"""
type: supervision_task
class: internal
title: { zh: 跟踪督办, en: Supervision task }
help:
  zh: 对重点事项的联合督办和跟踪问效
  en: 'Joint supervision of a matter, followed until it is done'
areas: { from: community, to: city }

fields:
  - number: 1
    name: title
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 督办事项, en: Title }
  - number: 2
    name: subject
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 承办单位, en: Who }
  - number: 3
    name: joint_units
    kind: register
    value: text
    length_max: 500
    title: { zh: 联合督办单位, en: Together with }
  - number: 4
    name: demand
    kind: register
    value: text
    required: true
    length_max: 4000
    title: { zh: 督办要求, en: Demand }
  - number: 5
    name: issued_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 交办时间, en: Issued at }
  - number: 6
    name: due_at
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 办理时限, en: Due at }
  - number: 7
    name: result
    kind: register
    value: text
    length_max: 4000
    title: { zh: 办理结果, en: Result }
  - number: 8
    name: rule
    kind: register
    value: text
    length_max: 63
    title: { zh: 研判规则, en: Rule }
  - number: 9
    name: facts
    kind: set
    value: any
    grow_only: true
    title: { zh: 事实, en: Facts }
    help: { zh: '键为记录编号，值为 {type}', en: 'Key: id of a record; value: {type}' }
  - number: 10
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 11
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 12
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

deadlines:
  - name: reported
    title: { zh: 按期办结, en: Reported in time }
    source: “4+N”跟踪问效
    starts: { field: due_at }
    ends: { steps: [reported] }

lifecycle:
  field: steps
  initial: issued
  statuses:
    - { name: issued, title: { zh: 已交办, en: Issued } }
    - { name: reported, title: { zh: 已报结果, en: Reported } }
    - { name: verified, title: { zh: 已核验, en: Verified } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: returned, title: { zh: 退回重办, en: Returned } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: reported
      title: { zh: 报结果, en: Report }
      status: reported
    - name: verified
      title: { zh: 核验, en: Verify }
      status: verified
      requires: [reported]
      tiers: { from: township }
      by_other_than: reported
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: returned
      title: { zh: 退回重办, en: Return }
      status: returned
      requires: [reported]
      tiers: { from: township }
      needs_details: [reason]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

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
    day: end
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
  - number: 12
    name: daily_use
    kind: register
    value: integer
    range: [0, 1000000000]
    title: { zh: 日消耗量, en: Used in a day }
  - number: 13
    name: cover_days_min
    kind: register
    value: integer
    guarded: true
    prefer: highest
    range: [0, 10000]
    unit: d
    title: { zh: 最少可用天数, en: Least days of cover }
    help: { zh: 常备不少于3个月的物资填 90, en: 90 for what must last three months }

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
    ("suspension.yaml", #"""
type: suspension
class: order
title: { zh: 停产整顿和关闭, en: Suspension }
help:
  zh: 责令停产停业、停产整顿、关闭取缔，以及复产验收
  en: 'An order to stop work, to stop for rectification or to shut down, and the check before work resumes'
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: number
    kind: register
    value: text
    guarded: true
    length_max: 60
    title: { zh: 文号, en: Number }
  - number: 2
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 3
    name: enterprise
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 4
    name: kind
    kind: register
    value: text
    guarded: true
    required: true
    codes:
      - { code: partial, title: { zh: 局部停产停业, en: Partial } }
      - { code: stop, title: { zh: 停产整顿, en: Stopped for rectification } }
      - { code: shut, title: { zh: 关闭取缔, en: Shut down } }
      - { code: seal, title: { zh: 临时查封, en: Sealed } }
    title: { zh: 类型, en: Kind }
  - number: 5
    name: reason
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 2000
    title: { zh: 理由, en: Reason }
  - number: 6
    name: ordered_at
    kind: register
    value: integer
    guarded: true
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 决定时间, en: Ordered at }
  - number: 7
    name: until
    kind: register
    value: integer
    guarded: true
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 期限, en: Until }
  - number: 8
    name: issued_by
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 决定单位, en: Issued by }
  - number: 9
    name: resumption_checks
    kind: set
    value: any
    grow_only: true
    code_table: resumption_item
    title: { zh: 复产验收事项, en: Resumption checks }
    help: { zh: '键为验收事项代码（resumption_item，“五个必须”），值为 {result, checker}', en: 'Key: code of the item (resumption_item, the five musts); value: {result, checker}' }
  - number: 10
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 11
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 12
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 13
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: ordered
  statuses:
    - { name: ordered, title: { zh: 已责令, en: Ordered } }
    - { name: in_force, title: { zh: 停产中, en: In force } }
    - { name: resumption_asked, title: { zh: 申请复产, en: Resumption asked } }
    - { name: resumed, title: { zh: 已复产, en: Resumed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: violated, title: { zh: 明停暗开, en: Violated } }
    - { name: resumption_refused, title: { zh: 验收不合格, en: Resumption refused } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: in_force
      title: { zh: 确认停产, en: Confirm that work has stopped }
      status: in_force
      tiers: { from: community }
    - name: resumption_asked
      title: { zh: 申请复产, en: Ask to resume }
      status: resumption_asked
    - name: resumed
      title: { zh: 同意复产, en: Let work resume }
      status: resumed
      requires: [resumption_asked]
      tiers: { from: township }
      needs_fields: [resumption_checks, evidence]
      by_other_than: resumption_asked
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: resumption_refused
      title: { zh: 验收不合格, en: Refuse }
      status: resumption_refused
      requires: [resumption_asked]
      tiers: { from: community }
      needs_details: [reason]
      ends_round: true
    - name: violated
      title: { zh: 明停暗开, en: Find work going on }
      status: violated
      tiers: { from: community }
      needs_details: [found]
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: suspensions
    title: { zh: 停产整顿, en: Suspended for rectification }
    unit: { zh: 家, en: units }
    at: ordered_at
    except: [withdrawn]
    where:
      - { field: kind, is: [stop] }
    units: unit
    campaign: campaign
  - name: closures
    title: { zh: 关闭取缔, en: Shut down }
    unit: { zh: 家, en: units }
    at: ordered_at
    except: [withdrawn]
    where:
      - { field: kind, is: [shut] }
    units: unit
    campaign: campaign

"""#),
    ("target.yaml", #"""
type: target
class: work
title: { zh: 检查对象, en: Target }
help:
  zh: 不是企业的检查对象：场所、设施、船舶、住户；其编号即单位编号
  en: 'A target that is not an enterprise: a site, facility, vessel or household; its id is the unit''s'
areas: { from: community, to: community }

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 名称, en: Name }
  - number: 2
    name: kind
    kind: register
    value: text
    required: true
    codes:
      - { code: small_site, title: { zh: 九小场所, en: Small premises } }
      - { code: combined_site, title: { zh: 三合一场所, en: 'Workshop, store and dwelling in one' } }
      - { code: fireworks_shop, title: { zh: 烟花爆竹零售点, en: Fireworks shop } }
      - { code: vessel, title: { zh: 渔船, en: Fishing vessel } }
      - { code: vessel_unregistered, title: { zh: “三无”船舶, en: Vessel without papers } }
      - { code: pipe, title: { zh: 排水管网, en: Drain } }
      - { code: sewage_well, title: { zh: 污水井, en: Sewage well } }
      - { code: rainwater_well, title: { zh: 雨水井, en: Rainwater well } }
      - { code: village, title: { zh: 非集中供暖村居, en: Village without central heating } }
      - { code: household, title: { zh: 住户, en: Household } }
      - { code: construction, title: { zh: 建筑工地, en: Construction site } }
      - { code: public_place, title: { zh: 公共场所, en: Public place } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 类型, en: Kind }
  - number: 3
    name: code
    kind: register
    value: text
    length_max: 60
    title: { zh: 标识号, en: Mark }
    help: { zh: 船号、井号等, en: 'Hull number, well number and the like' }
  - number: 4
    name: address
    kind: register
    value: text
    length_max: 300
    title: { zh: 地址, en: Address }
  - number: 5
    name: owner
    kind: register
    value: text
    length_max: 120
    title: { zh: 责任人, en: Owner }
  - number: 6
    name: phone
    kind: register
    value: text
    length_max: 40
    title: { zh: 联系电话, en: Telephone }
  - number: 7
    name: longitude
    kind: register
    value: integer
    range: [-180000000, 180000000]
    unit: 1e-6 degree
    title: { zh: 经度, en: Longitude }
  - number: 8
    name: latitude
    kind: register
    value: integer
    range: [-90000000, 90000000]
    unit: 1e-6 degree
    title: { zh: 纬度, en: Latitude }
  - number: 9
    name: crs
    kind: register
    value: text
    codes:
      - { code: cgcs2000, title: { zh: '国家大地坐标系（EPSG:4490）', en: 'CGCS2000 (EPSG:4490)' } }
      - { code: wgs84, title: { zh: 'WGS-84（EPSG:4326）', en: 'WGS 84 (EPSG:4326)' } }
      - { code: gcj02, title: { zh: 火星坐标系, en: GCJ-02 } }
      - { code: bd09, title: { zh: 百度坐标系, en: BD-09 } }
    title: { zh: 坐标系, en: Coordinate system }
    help: { zh: 不同坐标系的点不得混用, en: Points of different systems are never mixed }
  - number: 10
    name: grid
    kind: register
    value: text
    length_max: 15
    check: grid
    title: { zh: 网格编码, en: Grid cell }
  - number: 11
    name: department
    kind: register
    value: text
    guarded: true
    length_max: 120
    title: { zh: 监管部门, en: Department }
  - number: 12
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
  - number: 13
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 14
    name: count
    kind: register
    value: integer
    range: [1, 1000000]
    title: { zh: 数量, en: Count }
    help: { zh: 一条记录代表多个同类对象时填写, en: When one record stands for several of a kind }
  - number: 15
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 16
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

checks:
  - { check: coordinates, longitude: longitude, latitude: latitude, crs: crs }

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
    ("team.yaml", #"""
type: team
class: internal
title: { zh: 检查组, en: Team }
help:
  zh: 督查组、检查组；出动一次计一组次，由检查记录的组次编号统计
  en: 'A team of inspectors; each outing is counted once, by the outing that inspections name'
areas: { from: community, to: city }

fields:
  - number: 1
    name: name
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 名称, en: Name }
  - number: 2
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 3
    name: leader
    kind: register
    value: text
    required: true
    length_max: 120
    title: { zh: 组长, en: Leader }
  - number: 4
    name: members
    kind: set
    value: any
    title: { zh: 成员, en: Members }
    help: { zh: '键为用户名或姓名，值为 {role, department}', en: 'Key: user or name; value: {role, department}' }
  - number: 5
    name: department
    kind: register
    value: text
    length_max: 120
    title: { zh: 派出部门, en: Sent by }
  - number: 6
    name: scope
    kind: register
    value: text
    length_max: 500
    title: { zh: 检查范围, en: Scope }
  - number: 7
    name: valid_from
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 起始日期, en: From }
  - number: 8
    name: valid_to
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 截止日期, en: Until }
  - number: 9
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 10
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: formed
  statuses:
    - { name: formed, title: { zh: 已组建, en: Formed } }
    - { name: ended, title: { zh: 已结束, en: Ended } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: ended
      title: { zh: 结束, en: End }
      status: ended
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
class: casework
title: { zh: 举报, en: Tip-off }
help:
  zh: 举报内容及其办理，属于承办区域，只上行；举报人另记，见举报人
  en: What a tip-off says and what came of it, in the area that acts; who gave it is another record, the informant
areas: { from: community, to: city }

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
  # 8, 9 and 10 were the informant's name, telephone and role: they are a record of their own now.
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
  - number: 16
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 17
    name: number
    kind: register
    value: text
    length_max: 60
    title: { zh: 举报编号, en: Number }
  - number: 18
    name: due_at
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 办理时限, en: Due at }
  - number: 19
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 20
    name: is_published
    kind: register
    value: boolean
    title: { zh: 查处结果已公布, en: Result made public }

deadlines:
  - name: answered
    title: { zh: 核查后10日内反馈, en: Answered within 10 days of the check }
    source: 举报核查后10日内反馈
    starts: { step: checked }
    within: { days: 10 }
    ends: { steps: [answered] }
  - name: handled
    title: { zh: 按期办结, en: Handled in time }
    source: 转办……件，办结率
    starts: { field: due_at }
    ends: { steps: [answered] }

lifecycle:
  field: steps
  initial: received
  statuses:
    - { name: received, title: { zh: 已接报, en: Received } }
    - { name: referred, title: { zh: 已转办, en: Referred } }
    - { name: checked, title: { zh: 已核查, en: Checked } }
    - { name: answered, title: { zh: 已反馈办结, en: Answered } }
    - { name: rewarded, title: { zh: 已奖励, en: Rewarded } }
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
      needs_fields: [result]
    - name: rewarded
      title: { zh: 兑现奖励, en: Reward }
      status: rewarded
      requires: [answered]
      tiers: { from: township }
      needs_fields: [reward_fen]
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

totals:
  - name: tip_offs
    title: { zh: 受理举报, en: Tip-offs received }
    unit: { zh: 件, en: pieces }
    at: received_at
    except: [withdrawn]
    sector: sector
  - name: tip_offs_answered
    title: { zh: 办结举报, en: Tip-offs answered }
    unit: { zh: 件, en: pieces }
    at_step: answered
    except: [withdrawn, reopened, reinstated]
    sector: sector

"""#),
    ("toolbox_talk.yaml", #"""
type: toolbox_talk
class: work
title: { zh: 安全晨会, en: Toolbox talk }
help:
  zh: 班前会、安全晨会
  en: The talk before a shift
areas: { from: terminal, to: community }

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    required: true
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: topic
    kind: register
    value: text
    required: true
    length_max: 1000
    title: { zh: 内容, en: Topic }
  - number: 4
    name: held_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 时间, en: Held at }
  - number: 5
    name: persons
    kind: register
    value: integer
    range: [0, 100000]
    unit: person
    title: { zh: 人数, en: Persons }
  - number: 6
    name: speaker
    kind: register
    value: text
    length_max: 120
    title: { zh: 主持人, en: Speaker }
  - number: 7
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 8
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 9
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
    ("training.yaml", #"""
type: training
class: work
title: { zh: 培训, en: Training }
help:
  zh: 安全培训、公益课堂和强化再培训
  en: 'Training, public lessons and mandatory retraining'

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: kind
    kind: register
    value: text
    required: true
    codes:
      - { code: retraining, title: { zh: 强化再培训, en: Mandatory retraining } }
      - { code: three_posts, title: { zh: 三项岗位培训, en: For certified posts } }
      - { code: staff, title: { zh: 全员培训, en: All staff } }
      - { code: officials, title: { zh: 机关人员培训, en: Officials } }
      - { code: public_lesson, title: { zh: 公益课堂, en: Public lesson } }
    title: { zh: 类型, en: Kind }
  - number: 4
    name: topic
    kind: register
    value: text
    required: true
    length_max: 500
    title: { zh: 内容, en: Topic }
  - number: 5
    name: reason
    kind: register
    value: text
    length_max: 1000
    title: { zh: 事由, en: Reason }
  - number: 6
    name: rule
    kind: register
    value: text
    length_max: 63
    title: { zh: 研判规则, en: Rule }
  - number: 7
    name: facts
    kind: set
    value: any
    grow_only: true
    title: { zh: 事实, en: Facts }
    help: { zh: '键为记录编号，值为 {type}', en: 'Key: id of a record; value: {type}' }
  - number: 8
    name: ordered_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 下达时间, en: Ordered at }
  - number: 9
    name: due_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 完成时限, en: Due at }
  - number: 10
    name: held_at
    kind: register
    value: integer
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 培训时间, en: Held at }
  - number: 11
    name: persons
    kind: register
    value: integer
    range: [0, 10000000]
    unit: person
    title: { zh: 参训人数, en: Persons }
  - number: 12
    name: hours_tenths
    kind: register
    value: integer
    range: [0, 100000]
    unit: 0.1 h
    title: { zh: 学时, en: Hours }
  - number: 13
    name: trainer
    kind: register
    value: text
    length_max: 200
    title: { zh: 培训机构, en: Trainer }
  - number: 14
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 15
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 16
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

deadlines:
  - name: held
    title: { zh: 按期培训, en: Held in time }
    source: 必须再次理解安全强化培训
    starts: { field: due_at }
    ends: { steps: [held] }

lifecycle:
  field: steps
  initial: planned
  statuses:
    - { name: planned, title: { zh: 待培训, en: Planned } }
    - { name: held, title: { zh: 已培训, en: Held } }
    - { name: passed, title: { zh: 考核合格, en: Passed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: failed, title: { zh: 考核不合格, en: Failed } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: held
      title: { zh: 培训, en: Hold }
      status: held
    - name: passed
      title: { zh: 考核合格, en: Pass }
      status: passed
      requires: [held]
      tiers: { from: community }
    - name: withdrawn
      title: { zh: 撤销, en: Withdraw }
      status: withdrawn
      tiers: { from: township }
      needs_details: [reason]
    - name: failed
      title: { zh: 考核不合格, en: Fail }
      status: failed
      requires: [held]
      tiers: { from: community }
      ends_round: true
    - name: reinstated
      title: { zh: 恢复, en: Reinstate }
      status: reinstated
      requires: [withdrawn]
      tiers: { from: township }
      ends_round: true

totals:
  - name: persons_trained
    title: { zh: 培训, en: Persons trained }
    unit: { zh: 人, en: persons }
    at: held_at
    except: [withdrawn]
    sum: persons
    units: unit

"""#),
    ("violation.yaml", #"""
type: violation
class: work
title: { zh: 违法行为, en: Violation }
help:
  zh: 打击的非法违法生产经营行为
  en: An illegal act of production or business that was dealt with

fields:
  - number: 1
    name: unit
    kind: register
    value: text
    length_max: 36
    check: unit
    title: { zh: 单位编号, en: Unit }
    help: { zh: 统一社会信用代码，没有的用档案编号；统计家数按此去重, en: 'Unified social credit code, or the id of its file; distinct units are counted by it' }
  - number: 2
    name: enterprise
    kind: register
    value: text
    length_max: 200
    title: { zh: 生产经营单位, en: Enterprise }
    help: { zh: 单位名称, en: Its name }
  - number: 3
    name: violation_type
    kind: register
    value: text
    required: true
    length_max: 60
    code_table: violation_type
    title: { zh: 违法类型, en: Type }
  - number: 4
    name: description
    kind: register
    value: text
    required: true
    length_max: 2000
    title: { zh: 违法事实, en: Facts }
  - number: 5
    name: place
    kind: register
    value: text
    length_max: 300
    title: { zh: 地点, en: Place }
  - number: 6
    name: found_at
    kind: register
    value: integer
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 发现时间, en: Found at }
  - number: 7
    name: found_by
    kind: register
    value: text
    length_max: 120
    title: { zh: 发现人, en: Found by }
  - number: 8
    name: legal_basis
    kind: register
    value: text
    length_max: 500
    title: { zh: 违反条款, en: Clause }
  - number: 9
    name: discovery
    kind: register
    value: text
    codes:
      - { code: inspection, title: { zh: 检查, en: Inspection } }
      - { code: tip_off, title: { zh: 举报, en: Tip-off } }
      - { code: patrol, title: { zh: 巡查, en: Patrol } }
      - { code: referral, title: { zh: 移送, en: Referral } }
      - { code: other, title: { zh: 其他, en: Other } }
    title: { zh: 发现方式, en: Found by way of }
  - number: 10
    name: inspection
    kind: register
    value: text
    length_max: 36
    refers_to: inspection
    title: { zh: 来源检查, en: Source inspection }
  - number: 11
    name: measures
    kind: set
    value: text
    code_table: remedial_measure
    title: { zh: 处置措施, en: Measures }
    help: { zh: 键为处置措施代码（remedial_measure）, en: 'Key: code of the measure (remedial_measure)' }
  - number: 12
    name: is_covert_operation
    kind: register
    value: boolean
    title: { zh: 停产整顿期间明停暗开, en: Worked during a shutdown }
  - number: 13
    name: sector
    kind: register
    value: text
    length_max: 60
    code_table: sector
    title: { zh: 重点行业领域, en: Sector }
  - number: 14
    name: campaign
    kind: register
    value: text
    length_max: 64
    title: { zh: 专项行动, en: Campaign }
  - number: 15
    name: evidence
    kind: set
    value: any
    grow_only: true
    title: { zh: 佐证材料, en: Evidence }
    help: { zh: '键为文件的 SHA-256（十六进制），值为 {name, taken_at}', en: 'Key: SHA-256 of the file in hexadecimal; value: {name, taken_at}' }
  - number: 16
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 17
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

lifecycle:
  field: steps
  initial: found
  statuses:
    - { name: found, title: { zh: 已发现, en: Found } }
    - { name: corrected, title: { zh: 已纠正, en: Corrected } }
    - { name: filed, title: { zh: 已立案, en: Filed } }
    - { name: closed, title: { zh: 已办结, en: Closed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: corrected
      title: { zh: 当场纠正, en: Correct on the spot }
      status: corrected
      tiers: { from: community }
    - name: filed
      title: { zh: 立案, en: File a case }
      status: filed
      tiers: { from: township }
      needs_details: [enforcement_case]
    - name: closed
      title: { zh: 办结, en: Close }
      status: closed
      tiers: { from: township }
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

totals:
  - name: violations
    title: { zh: 打击非法违法生产经营行为, en: Violations dealt with }
    unit: { zh: 起, en: cases }
    at: found_at
    except: [withdrawn]
    units: unit
    sector: sector
    campaign: campaign
    headline: 4
    phrase: { zh: '打击非法违法生产经营行为{value}起', en: '{value} violations dealt with' }

"""#),
    ("warning_notice.yaml", #"""
type: warning_notice
class: internal
title: { zh: 警示告知书, en: Warning notice }
help:
  zh: 发给区、镇街政府或部门的安全生产警示告知书
  en: 'A warning notice to the government of a district or township, or to a department'
areas: { from: township, to: city }

fields:
  - number: 1
    name: number
    kind: register
    value: text
    guarded: true
    length_max: 60
    title: { zh: 文号, en: Number }
  - number: 2
    name: subject
    kind: register
    value: text
    required: true
    length_max: 200
    title: { zh: 告知对象, en: To }
  - number: 3
    name: department
    kind: register
    value: text
    length_max: 120
    title: { zh: 部门, en: Department }
  - number: 4
    name: grounds
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 2000
    title: { zh: 事由, en: Grounds }
  - number: 5
    name: rule
    kind: register
    value: text
    length_max: 63
    title: { zh: 研判规则, en: Rule }
  - number: 6
    name: facts
    kind: set
    value: any
    grow_only: true
    title: { zh: 事实, en: Facts }
    help: { zh: '键为记录编号，值为 {type}', en: 'Key: id of a record; value: {type}' }
  - number: 7
    name: issued_at
    kind: register
    value: integer
    guarded: true
    required: true
    range: [0, 281474976710655]
    unit: ms
    title: { zh: 发出时间, en: Issued at }
  - number: 8
    name: reply_due_at
    kind: register
    value: integer
    guarded: true
    prefer: lowest
    range: [0, 281474976710655]
    unit: ms
    day: end
    title: { zh: 回复时限, en: Reply due }
  - number: 9
    name: issued_by
    kind: register
    value: text
    guarded: true
    required: true
    length_max: 120
    title: { zh: 发出单位, en: Issued by }
  - number: 10
    name: score_effect_tenths
    kind: register
    value: integer
    guarded: true
    range: [-1000, 0]
    unit: 0.1
    title: { zh: 考核扣分, en: Effect on the score }
  - number: 11
    name: reply
    kind: register
    value: text
    length_max: 4000
    title: { zh: 整改回复, en: Reply }
  - number: 12
    name: notes
    kind: register
    value: text
    length_max: 4000
    title: { zh: 备注, en: Notes }
  - number: 13
    name: steps
    kind: steps
    title: { zh: 办理过程, en: Steps }

deadlines:
  - name: reply
    title: { zh: 按期回复, en: Replied in time }
    source: 警示告知书
    starts: { field: reply_due_at }
    ends: { steps: [replied] }

lifecycle:
  field: steps
  initial: issued
  statuses:
    - { name: issued, title: { zh: 已发出, en: Issued } }
    - { name: received, title: { zh: 已签收, en: Received } }
    - { name: replied, title: { zh: 已回复, en: Replied } }
    - { name: closed, title: { zh: 已办结, en: Closed } }
    - { name: withdrawn, title: { zh: 已撤销, en: Withdrawn } }
    - { name: reinstated, title: { zh: 已恢复, en: Reinstated } }
  steps:
    - name: received
      title: { zh: 签收, en: Receive }
      status: received
    - name: replied
      title: { zh: 回复, en: Reply }
      status: replied
    - name: closed
      title: { zh: 办结, en: Close }
      status: closed
      requires: [replied]
      tiers: { from: district }
      by_other_than: replied
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

totals:
  - name: warning_notices
    title: { zh: 警示告知, en: Warning notices }
    unit: { zh: 份, en: notices }
    at: issued_at
    except: [withdrawn]

"""#),
  ]
}
