import type { KindKey } from '../../domain/kind';
import type { Status } from '../../domain/status';
import type { EventName, LightRule } from '../../api/types';

export const status: Record<Status, string> = {
  unsurveyed: '待普查',
  compliant: '达标',
  listed: '已建账',
  planned: '已列计划',
  in_progress: '整改中',
  submitted: '待核查',
  rework: '返工中',
  suspended: '挂账',
  verified: '已销号',
  void: '注销',
};

export const kind: Record<KindKey, string> = {
  compound: '小区',
  back_street: '背街小巷',
  painted_wall: '粉刷墙体',
  berth: '泊位',
};

/** As a button. */
export const action: Record<EventName, string> = {
  survey_ok: '普查达标',
  list: '建账',
  plan: '列入计划',
  start: '开工',
  submit: '报验',
  withdraw: '撤回报验',
  pass: '核查通过',
  fail: '退回返工',
  return: '退回派单',
  suspend: '挂账',
  resume: '恢复',
  extend: '延期',
  recheck_ok: '回头看合格',
  regress: '反弹',
  propose_void: '提请注销',
  void: '同意注销',
  restore: '恢复台账',
};

/** As an entry of the history. */
export const happened: Record<EventName | 'create' | 'import' | 'edit' | 'assign' | 'revert', string> = {
  ...action,
  plan: '列入计划',
  fail: '退回返工',
  pass: '核查通过，销号',
  void: '注销',
  create: '新建',
  import: '导入',
  edit: '修改',
  assign: '指派',
  revert: '撤回导入',
};

export const light = { green: '绿灯', yellow: '黄灯', red: '红灯', grey: '灰灯' };

/** What a light says, after its colour. */
export const lightRule: Record<LightRule, string> = {
  parked: '不计',
  done: '已完成',
  no_deadline: '还没有期限',
  overdue: '已逾期',
  two_reworks: '两次返工',
  little_time: '工期所剩不多',
  photo_owed: '照片未到',
  one_rework: '返工一次',
  on_time: '正常',
};

export const role = {
  planner: '规划员',
  field: '现场人员',
  verifier: '核查员',
  leader: '领导',
  admin: '管理员',
  system: '系统',
};

export const level = { district: '区', street: '街道', community: '社区', grid: '网格' };

/** Attributes of the four shipped kinds; an attribute of a district's own kind shows its key. */
export const attribute: Record<string, string> = {
  management: '管理方式',
  management_at_start: '年初管理方式',
  households: '户数',
  buildings: '楼栋',
  residents: '居民',
  has_branch: '功能型党支部',
  has_committee: '业委会',
  built_year: '建成年份',
  width_m: '宽度',
  surface: '路面',
  lighting: '照明',
  height_m: '墙高',
  openings_m2: '门窗面积',
  finish: '饰面',
  capacity: '泊位数',
  berth_class: '泊位类别',
  angle_deg: '角度',
  charging: '充电',
};

export const attributeValue: Record<string, string> = {
  none: '三无',
  professional: '专业物业',
  red_property: '红色物业',
  non_motor: '非机动车',
  motor: '机动车',
  true: '有',
  false: '无',
};

/** Where the server has a unit of counting, this is how it is said. */
export const unit: Record<KindKey, string> = {
  compound: '个',
  back_street: '条',
  painted_wall: '㎡',
  berth: '个',
};
