// The files of protocol/catalog/codes as they are, so that one binary is all an office needs. Written by ops/embed-catalog.

// swift-format-ignore-file

extension CodeTable {
  /// Name and text of each file, sorted by name.
  package static let builtInFiles: [(name: String, text: String)] = [
    ("accident-type-1986.yaml", #"""
# GB 6441-2025 replaces it; its table of codes is entered as another version when the standard's text is at hand.
table: accident_type
version: GB 6441-1986
title: { zh: 企业职工伤亡事故类别, en: Types of accident }
source: GB 6441-1986
valid_from: 1987-02-01
entries:
  - { code: 001, zh: 物体打击, en: Struck by an object }
  - { code: 002, zh: 车辆伤害, en: Vehicle }
  - { code: 003, zh: 机械伤害, en: Machinery }
  - { code: 004, zh: 起重伤害, en: Lifting }
  - { code: 005, zh: 触电, en: Electric shock }
  - { code: 006, zh: 淹溺, en: Drowning }
  - { code: 007, zh: 灼烫, en: Burn or scald }
  - { code: 008, zh: 火灾, en: Fire }
  - { code: 009, zh: 高处坠落, en: Fall from height }
  - { code: 010, zh: 坍塌, en: Collapse }
  - { code: 011, zh: 冒顶片帮, en: Roof or wall fall }
  - { code: 012, zh: 透水, en: Water inrush }
  - { code: 013, zh: 放炮, en: Blasting }
  - { code: 014, zh: 火药爆炸, en: Explosion of explosives }
  - { code: 015, zh: 瓦斯爆炸, en: Gas explosion }
  - { code: 016, zh: 锅炉爆炸, en: Boiler explosion }
  - { code: 017, zh: 容器爆炸, en: Vessel explosion }
  - { code: 018, zh: 其他爆炸, en: Other explosion }
  - { code: 019, zh: 中毒和窒息, en: Poisoning and suffocation }
  - { code: 020, zh: 其他伤害, en: Other injury }

"""#),
    ("calendar-2023.yaml", #"""
# Taken from the data of chinese-calendar 1.11.0 (MIT). Days not named are Saturdays and Sundays off, others worked.
table: calendar
version: 2023
title: { zh: 2023年节假日安排, en: Public holidays of 2023 }
source: 国务院办公厅关于2023年部分节假日安排的通知
entries:
  - { code: 2023-01-01, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2023-01-02, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2023-01-21, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2023-01-22, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2023-01-23, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2023-01-24, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2023-01-25, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2023-01-26, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2023-01-27, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2023-04-05, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2023-04-29, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2023-04-30, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2023-05-01, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2023-05-02, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2023-05-03, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2023-06-22, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2023-06-23, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2023-06-24, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2023-09-29, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2023-09-30, zh: 国庆节, en: National Day, kind: off }
  - { code: 2023-10-01, zh: 国庆节, en: National Day, kind: off }
  - { code: 2023-10-02, zh: 国庆节, en: National Day, kind: off }
  - { code: 2023-10-03, zh: 国庆节, en: National Day, kind: off }
  - { code: 2023-10-04, zh: 国庆节, en: National Day, kind: off }
  - { code: 2023-10-05, zh: 国庆节, en: National Day, kind: off }
  - { code: 2023-10-06, zh: 国庆节, en: National Day, kind: off }
  - { code: 2023-12-30, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2023-12-31, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2023-01-28, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2023-01-29, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2023-04-23, zh: 劳动节调休上班, en: Work in lieu of Labour Day, kind: work }
  - { code: 2023-05-06, zh: 劳动节调休上班, en: Work in lieu of Labour Day, kind: work }
  - { code: 2023-06-25, zh: 端午节调休上班, en: Work in lieu of Dragon Boat Festival, kind: work }
  - { code: 2023-10-07, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }
  - { code: 2023-10-08, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }

"""#),
    ("calendar-2024.yaml", #"""
# Taken from the data of chinese-calendar 1.11.0 (MIT). Days not named are Saturdays and Sundays off, others worked.
table: calendar
version: 2024
title: { zh: 2024年节假日安排, en: Public holidays of 2024 }
source: 国务院办公厅关于2024年部分节假日安排的通知
entries:
  - { code: 2024-01-01, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2024-02-10, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-02-11, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-02-12, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-02-13, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-02-14, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-02-15, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-02-16, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-02-17, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2024-04-04, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2024-04-05, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2024-04-06, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2024-05-01, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2024-05-02, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2024-05-03, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2024-05-04, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2024-05-05, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2024-06-10, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2024-09-15, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2024-09-16, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2024-09-17, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2024-10-01, zh: 国庆节, en: National Day, kind: off }
  - { code: 2024-10-02, zh: 国庆节, en: National Day, kind: off }
  - { code: 2024-10-03, zh: 国庆节, en: National Day, kind: off }
  - { code: 2024-10-04, zh: 国庆节, en: National Day, kind: off }
  - { code: 2024-10-05, zh: 国庆节, en: National Day, kind: off }
  - { code: 2024-10-06, zh: 国庆节, en: National Day, kind: off }
  - { code: 2024-10-07, zh: 国庆节, en: National Day, kind: off }
  - { code: 2024-02-04, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2024-02-18, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2024-04-07, zh: 清明节调休上班, en: Work in lieu of Tomb-sweeping Day, kind: work }
  - { code: 2024-04-28, zh: 劳动节调休上班, en: Work in lieu of Labour Day, kind: work }
  - { code: 2024-05-11, zh: 劳动节调休上班, en: Work in lieu of Labour Day, kind: work }
  - { code: 2024-09-14, zh: 中秋节调休上班, en: Work in lieu of Mid-autumn Festival, kind: work }
  - { code: 2024-09-29, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }
  - { code: 2024-10-12, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }

"""#),
    ("calendar-2025.yaml", #"""
# Taken from the data of chinese-calendar 1.11.0 (MIT). Days not named are Saturdays and Sundays off, others worked.
table: calendar
version: 2025
title: { zh: 2025年节假日安排, en: Public holidays of 2025 }
source: 国务院办公厅关于2025年部分节假日安排的通知
entries:
  - { code: 2025-01-01, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2025-01-28, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-01-29, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-01-30, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-01-31, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-02-01, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-02-02, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-02-03, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-02-04, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2025-04-04, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2025-04-05, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2025-04-06, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2025-05-01, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2025-05-02, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2025-05-03, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2025-05-04, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2025-05-05, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2025-05-31, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2025-06-01, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2025-06-02, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2025-10-01, zh: 国庆节, en: National Day, kind: off }
  - { code: 2025-10-02, zh: 国庆节, en: National Day, kind: off }
  - { code: 2025-10-03, zh: 国庆节, en: National Day, kind: off }
  - { code: 2025-10-04, zh: 国庆节, en: National Day, kind: off }
  - { code: 2025-10-05, zh: 国庆节, en: National Day, kind: off }
  - { code: 2025-10-06, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2025-10-07, zh: 国庆节, en: National Day, kind: off }
  - { code: 2025-10-08, zh: 国庆节, en: National Day, kind: off }
  - { code: 2025-01-26, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2025-02-08, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2025-04-27, zh: 劳动节调休上班, en: Work in lieu of Labour Day, kind: work }
  - { code: 2025-09-28, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }
  - { code: 2025-10-11, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }

"""#),
    ("calendar-2026.yaml", #"""
# Taken from the data of chinese-calendar 1.11.0 (MIT). Days not named are Saturdays and Sundays off, others worked.
table: calendar
version: 2026
title: { zh: 2026年节假日安排, en: Public holidays of 2026 }
source: 国务院办公厅关于2026年部分节假日安排的通知
entries:
  - { code: 2026-01-01, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2026-01-02, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2026-01-03, zh: 元旦, en: 'New Year''s Day', kind: off }
  - { code: 2026-02-15, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-16, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-17, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-18, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-19, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-20, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-21, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-22, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-02-23, zh: 春节, en: Spring Festival, kind: off }
  - { code: 2026-04-04, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2026-04-05, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2026-04-06, zh: 清明节, en: Tomb-sweeping Day, kind: off }
  - { code: 2026-05-01, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2026-05-02, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2026-05-03, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2026-05-04, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2026-05-05, zh: 劳动节, en: Labour Day, kind: off }
  - { code: 2026-06-19, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2026-06-20, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2026-06-21, zh: 端午节, en: Dragon Boat Festival, kind: off }
  - { code: 2026-09-25, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2026-09-26, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2026-09-27, zh: 中秋节, en: Mid-autumn Festival, kind: off }
  - { code: 2026-10-01, zh: 国庆节, en: National Day, kind: off }
  - { code: 2026-10-02, zh: 国庆节, en: National Day, kind: off }
  - { code: 2026-10-03, zh: 国庆节, en: National Day, kind: off }
  - { code: 2026-10-04, zh: 国庆节, en: National Day, kind: off }
  - { code: 2026-10-05, zh: 国庆节, en: National Day, kind: off }
  - { code: 2026-10-06, zh: 国庆节, en: National Day, kind: off }
  - { code: 2026-10-07, zh: 国庆节, en: National Day, kind: off }
  - { code: 2026-01-04, zh: 元旦调休上班, en: 'Work in lieu of New Year''s Day', kind: work }
  - { code: 2026-02-14, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2026-02-28, zh: 春节调休上班, en: Work in lieu of Spring Festival, kind: work }
  - { code: 2026-05-09, zh: 劳动节调休上班, en: Work in lieu of Labour Day, kind: work }
  - { code: 2026-09-20, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }
  - { code: 2026-10-10, zh: 国庆节调休上班, en: Work in lieu of National Day, kind: work }

"""#),
    ("hazard-category.yaml", #"""
# The words patrols use, which are their own codes.
table: hazard_category
version: 2026
title: { zh: 隐患类别, en: Categories of hazard }
source: 各地隐患排查治理分类；由市级按实际发布新版本替换
entries:
  - { code: 消防安全, zh: 消防安全, en: Fire }
  - { code: 电气安全, zh: 电气安全, en: Electrical }
  - { code: 特种设备, zh: 特种设备, en: Special equipment }
  - { code: 机械设备, zh: 机械设备, en: Machinery }
  - { code: 危险化学品, zh: 危险化学品, en: Hazardous chemicals }
  - { code: 燃气安全, zh: 燃气安全, en: Gas }
  - { code: 建筑施工, zh: 建筑施工, en: Construction }
  - { code: 有限空间, zh: 有限空间, en: Confined spaces }
  - { code: 高处作业, zh: 高处作业, en: Work at height }
  - { code: 动火作业, zh: 动火作业, en: Hot work }
  - { code: 粉尘涉爆, zh: 粉尘涉爆, en: Combustible dust }
  - { code: 交通运输, zh: 交通运输, en: Transport }
  - { code: 烟花爆竹, zh: 烟花爆竹, en: Fireworks }
  - { code: 职业健康, zh: 职业健康, en: Occupational health }
  - { code: 用电线路, zh: 用电线路, en: Wiring }
  - { code: 疏散通道, zh: 疏散通道, en: Escape routes }
  - { code: 作业现场, zh: 作业现场, en: Work place }
  - { code: 安全管理, zh: 安全管理, en: Management }
  - { code: 教育培训, zh: 教育培训, en: Training }
  - { code: 应急管理, zh: 应急管理, en: Emergency preparedness }
  - { code: 其他, zh: 其他, en: Other }

"""#),
    ("hazard-factor-2022.yaml", #"""
table: hazard_factor
version: GB/T 13861-2022
title: { zh: 生产过程危险和有害因素（大类）, en: Hazardous and harmful factors (main classes) }
source: GB/T 13861-2022
valid_from: 2022-10-01
entries:
  - { code: 1, zh: 人的因素, en: Human }
  - { code: 2, zh: 物的因素, en: Material }
  - { code: 3, zh: 环境因素, en: Environment }
  - { code: 4, zh: 管理因素, en: Management }

"""#),
    ("industry-2017.yaml", #"""
# The twenty sections. Divisions and classes are added as another version of the table, with `parent`.
table: industry
version: GB/T 4754-2017
title: { zh: 国民经济行业分类（门类）, en: Industrial classification (sections) }
source: GB/T 4754-2017
valid_from: 2017-10-01
entries:
  - { code: A, zh: 农、林、牧、渔业, en: 'Agriculture, forestry, animal husbandry and fishery' }
  - { code: B, zh: 采矿业, en: Mining }
  - { code: C, zh: 制造业, en: Manufacturing }
  - { code: D, zh: 电力、热力、燃气及水生产和供应业, en: 'Electricity, heat, gas and water' }
  - { code: E, zh: 建筑业, en: Construction }
  - { code: F, zh: 批发和零售业, en: Wholesale and retail }
  - { code: G, zh: 交通运输、仓储和邮政业, en: 'Transport, storage and post' }
  - { code: H, zh: 住宿和餐饮业, en: Hotels and catering }
  - { code: I, zh: 信息传输、软件和信息技术服务业, en: Information and software }
  - { code: J, zh: 金融业, en: Finance }
  - { code: K, zh: 房地产业, en: Real estate }
  - { code: L, zh: 租赁和商务服务业, en: Leasing and business services }
  - { code: M, zh: 科学研究和技术服务业, en: Research and technical services }
  - { code: N, zh: 水利、环境和公共设施管理业, en: 'Water, environment and public facilities' }
  - { code: O, zh: 居民服务、修理和其他服务业, en: 'Residents'' services, repair and others' }
  - { code: P, zh: 教育, en: Education }
  - { code: Q, zh: 卫生和社会工作, en: Health and social work }
  - { code: R, zh: 文化、体育和娱乐业, en: 'Culture, sports and entertainment' }
  - { code: S, zh: 公共管理、社会保障和社会组织, en: 'Public administration, social security and organisations' }
  - { code: T, zh: 国际组织, en: International organisations }

"""#),
    ("inspection-interval.yaml", #"""
# How many days at most lie between two inspections of a unit of each colour.
table: inspection_interval
version: 2026
title: { zh: 差异化检查频次, en: Inspection interval by colour }
source: 差异化频次检查；天数由市级按实际发布新版本替换
entries:
  - { code: 4, zh: 红色, en: Red, days: 30 }
  - { code: 3, zh: 橙色, en: Orange, days: 90 }
  - { code: 2, zh: 黄色, en: Yellow, days: 180 }
  - { code: 1, zh: 蓝色, en: Blue, days: 365 }

"""#),
    ("law.yaml", #"""
table: law
version: 2021
title: { zh: 安全生产法的版本, en: Versions of the Work Safety Law }
source: 《中华人民共和国安全生产法》
valid_from: 2021-09-01
entries:
  - { code: 2002, zh: 2002年通过，2002-11-01施行, en: In force from 2002-11-01, from: 2002-11-01 }
  - { code: 2014, zh: 2014年修正，2014-12-01施行, en: In force from 2014-12-01, from: 2014-12-01 }
  - { code: 2021, zh: 2021年修正，2021-09-01施行, en: In force from 2021-09-01, from: 2021-09-01 }

"""#),
    ("penalty-kind-2021.yaml", #"""
table: penalty_kind
version: 2021
title: { zh: 行政处罚种类, en: Kinds of administrative penalty }
source: 《中华人民共和国行政处罚法》（2021）第九条
valid_from: 2021-07-15
entries:
  - { code: warning, zh: 警告、通报批评, en: 'Warning, public criticism' }
  - { code: fine, zh: 罚款、没收违法所得、没收非法财物, en: 'Fine, confiscation' }
  - { code: licence, zh: 暂扣许可证件、降低资质等级、吊销许可证件, en: 'Licence suspended, lowered or revoked' }
  - { code: business, zh: 限制开展生产经营活动、责令停产停业、责令关闭、限制从业, en: 'Business restricted, stopped or closed; barred from the trade' }
  - { code: detention, zh: 行政拘留, en: Administrative detention }
  - { code: other, zh: 法律、行政法规规定的其他行政处罚, en: Others provided by law }

"""#),
    ("principal-duty-2002.yaml", #"""
table: principal_duty
version: 2002
title: { zh: 主要负责人法定职责, en: Statutory duties of the principal }
source: 《中华人民共和国安全生产法》（2002）第十七条
valid_from: 2002-11-01
valid_to: 2014-12-01
entries:
  - { code: 1, zh: 建立、健全本单位安全生产责任制, en: Responsibility system }
  - { code: 2, zh: 组织制定本单位安全生产规章制度和操作规程, en: Rules and procedures }
  - { code: 3, zh: 保证本单位安全生产投入的有效实施, en: Investment }
  - { code: 4, zh: 督促、检查本单位的安全生产工作，及时消除生产安全事故隐患, en: Inspection and removal of hazards }
  - { code: 5, zh: 组织制定并实施本单位的生产安全事故应急救援预案, en: Emergency plan }
  - { code: 6, zh: 及时、如实报告生产安全事故, en: Truthful reporting }

"""#),
    ("principal-duty-2014.yaml", #"""
table: principal_duty
version: 2014
title: { zh: 主要负责人法定职责, en: Statutory duties of the principal }
source: 《中华人民共和国安全生产法》（2014）第十八条
valid_from: 2014-12-01
valid_to: 2021-09-01
entries:
  - { code: 1, zh: 建立、健全本单位安全生产责任制, en: Responsibility system }
  - { code: 2, zh: 组织制定本单位安全生产规章制度和操作规程, en: Rules and procedures }
  - { code: 3, zh: 组织制定并实施本单位安全生产教育和培训计划, en: Training plan }
  - { code: 4, zh: 保证本单位安全生产投入的有效实施, en: Investment }
  - { code: 5, zh: 督促、检查本单位的安全生产工作，及时消除生产安全事故隐患, en: Inspection and removal of hazards }
  - { code: 6, zh: 组织制定并实施本单位的生产安全事故应急救援预案, en: Emergency plan }
  - { code: 7, zh: 及时、如实报告生产安全事故, en: Truthful reporting }

"""#),
    ("principal-duty-2021.yaml", #"""
table: principal_duty
version: 2021
title: { zh: 主要负责人法定职责, en: Statutory duties of the principal }
source: 《中华人民共和国安全生产法》（2021）第二十一条
valid_from: 2021-09-01
entries:
  - { code: 1, zh: 建立健全并落实本单位全员安全生产责任制，加强安全生产标准化建设, en: 'Responsibility system of all staff, standardisation' }
  - { code: 2, zh: 组织制定并实施本单位安全生产规章制度和操作规程, en: Rules and procedures }
  - { code: 3, zh: 组织制定并实施本单位安全生产教育和培训计划, en: Training plan }
  - { code: 4, zh: 保证本单位安全生产投入的有效实施, en: Investment }
  - { code: 5, zh: 组织建立并落实安全风险分级管控和隐患排查治理双重预防工作机制，督促、检查本单位的安全生产工作，及时消除生产安全事故隐患, en: 'Dual prevention, inspection and removal of hazards' }
  - { code: 6, zh: 组织制定并实施本单位的生产安全事故应急救援预案, en: Emergency plan }
  - { code: 7, zh: 及时、如实报告生产安全事故, en: Truthful reporting }

"""#),
    ("remedial-measure.yaml", #"""
table: remedial_measure
version: 2026
title: { zh: 处置措施, en: Remedial measures }
source: 关、停、拆、断、封、打、看
entries:
  - { code: shut, zh: 关闭, en: Shut down }
  - { code: stop, zh: 停产停业, en: Stop }
  - { code: demolish, zh: 拆除, en: Demolish }
  - { code: cut, zh: 断水断电, en: Cut off water and power }
  - { code: seal, zh: 查封, en: Seal }
  - { code: crack_down, zh: 打击, en: Crack down }
  - { code: watch, zh: 看护, en: Watch }
  - { code: immediate, zh: 立即整改, en: Put right at once }
  - { code: deadline, zh: 限期整改, en: Within a time limit }
  - { code: clear_passage, zh: 打通消防通道, en: Clear the fire passage }

"""#),
    ("resumption-item.yaml", #"""
table: resumption_item
version: 2026
title: { zh: 复产验收“五个必须”, en: The five musts of resumption }
source: 各地复工复产要求表述不一；由区县按实际发布新版本替换
entries:
  - { code: plan, zh: 必须制定复产方案, en: A plan for resumption }
  - { code: training, zh: 必须组织全员培训, en: All staff trained }
  - { code: inspection, zh: 必须全面排查隐患, en: All hazards looked for }
  - { code: equipment, zh: 必须检修设备设施, en: Equipment overhauled }
  - { code: approval, zh: 必须经验收同意, en: Approved after a check }

"""#),
    ("sector.yaml", #"""
# Which department answers for each; a city replaces it with its own list as another version.
table: sector
version: 2026
title: { zh: 重点行业领域, en: Key sectors }
source: 各地安委会公布的重点行业领域；由市级按实际发布新版本替换
entries:
  - { code: mine, zh: 非煤矿山, en: Non-coal mines, department: 应急管理局 }
  - { code: hazchem, zh: 危险化学品, en: Hazardous chemicals, department: 应急管理局 }
  - { code: fireworks, zh: 烟花爆竹, en: Fireworks, department: 应急管理局 }
  - { code: metals, zh: 冶金等工贸, en: Metals and industry, department: 应急管理局 }
  - { code: construction, zh: 建筑施工, en: Construction, department: 住房和城乡建设局 }
  - { code: road, zh: 道路交通, en: Road traffic, department: 交通运输局 }
  - { code: rail, zh: 铁路沿线, en: Railways, department: 交通运输局 }
  - { code: port, zh: 港口和水上交通, en: Ports and shipping, department: 交通运输局 }
  - { code: fishery, zh: 渔业船舶, en: Fishing vessels, department: 农业农村局 }
  - { code: agri_machine, zh: 农业机械, en: Farm machinery, department: 农业农村局 }
  - { code: fire, zh: 消防安全, en: Fire safety, department: 消防救援支队 }
  - { code: special_equipment, zh: 特种设备, en: Special equipment, department: 市场监督管理局 }
  - { code: gas, zh: 城镇燃气, en: Town gas, department: 城市管理局 }
  - { code: power, zh: 电力, en: Electric power, department: 发展和改革委员会 }
  - { code: explosives, zh: 民爆物品, en: Civil explosives, department: 工业和信息化局 }
  - { code: tourism, zh: 文化旅游, en: Culture and tourism, department: 文化和旅游局 }
  - { code: school, zh: 学校, en: Schools, department: 教育局 }

"""#),
    ("violation-type.yaml", #"""
table: violation_type
version: 2026
title: { zh: 违法行为类型, en: Types of violation }
source: 各地打非治违分类；由市级按实际发布新版本替换
entries:
  - { code: no_licence, zh: 无证无照生产经营建设, en: Without licence }
  - { code: beyond_licence, zh: 超许可范围, en: Beyond the licence }
  - { code: no_training, zh: 未经培训上岗, en: Untrained staff }
  - { code: counterfeit_certificate, zh: 假冒特种作业操作证, en: Counterfeit certificate }
  - { code: storage, zh: 非法储存危险物品, en: Illegal storage }
  - { code: transport, zh: 非法运输, en: Illegal transport }
  - { code: hot_work, zh: 违规动火, en: Illegal hot work }
  - { code: fire, zh: 占用堵塞消防通道, en: Blocked fire passage }
  - { code: shutdown_defied, zh: 停产整顿期间明停暗开, en: Worked during a shutdown }
  - { code: order_defied, zh: 拒不执行监管指令, en: Defied an order }
  - { code: concealed, zh: 瞒报谎报事故, en: Concealed an accident }
  - { code: vessel, zh: “三无”船舶, en: Vessel without papers }
  - { code: other, zh: 其他, en: Other }

"""#),
  ]
}
