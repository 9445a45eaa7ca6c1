internal import FaultlintEngine

/// The requirements of the WS-I Basic Profiles.
enum BasicProfile {
  static let rules: [Rule] = [
    r9701, r1012, r1018, r1019, r1010, r4001, r4006, r4007, r1033, r1017, r1002, r0005, r0007,
    r1000, r1001, r1003, r1004, r1005, r1006, r1007, r1008, r1009, r1011, r1013, r1014, r1016, r1031, r1032,
    r2113, r9980, r9981, r1035, r1040, r1041, r1149,
    relatesToMissing, relatesToWrong, addressingHeaderDuplicate,
    r1141, r1140, r1132, r1108, r1109, r1109From12, r1144, r1144From20, r2757, r2761,
    r1124, r1126, r1111, r1112, r1130, r1113, r1125, r1114, r1115, r1015, r2725,
    r1120, r1121, r1122, r1123, ssbp9700, ssbp9702, ssbp9703,
    r1107, r1025, r1027, r1028, r1029, r1030, r1036, r1147, r1119, r1127,
    r2740, r2742, r2743, r2724, r2744, r2744From20, r2745, r2900, r2714, r2714From12,
    r2205, r2721, r2723, r2754,
  ]
}
