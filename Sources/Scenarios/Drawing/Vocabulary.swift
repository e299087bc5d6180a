// Words that records of a scenario are filled with.

enum Vocabulary {
  /// The codes of the seventeen key sectors.
  /// - Source: protocol/catalog/codes/sector.yaml
  static let sectors = [
    "mine", "hazchem", "fireworks", "metals", "construction", "road", "rail", "port", "fishery", "agri_machine", "fire",
    "special_equipment", "gas", "power", "explosives", "tourism", "school",
  ]

  static let campaigns = ["", "", "", "两节两会专项检查", "油气输送管线专项整治", "打非治违专项行动", "汛期安全检查"]

  static let categories = ["消防安全", "电气安全", "特种设备", "机械设备", "危险化学品", "燃气安全", "有限空间"]

  static let descriptions = [
    "疏散通道堆放原材料，宽度不足一点四米", "配电箱未设漏电保护，线路私拉乱接", "灭火器压力不足，未按期检验", "安全培训档案不全，特种作业人员证件过期",
    "危险化学品混存，未设泄漏报警装置", "行车限位器失灵，未停用检修", "应急照明灯损坏，安全出口上锁", "有限空间作业无审批、无监护",
  ]

  static let violations = ["no_licence", "beyond_licence", "order_defied", "no_training", "storage", "shutdown_defied"]

  static let trades = ["机械", "化工", "食品", "纺织", "建材", "物流", "橡胶", "水产", "电子", "木业"]

  static let roads = ["港城路", "振兴路", "海河路", "文昌路", "兴业路", "朝阳路"]
}
