import type * as zh from '../zh/domain';

export const status: typeof zh.status = {
  unsurveyed: 'To survey',
  compliant: 'Compliant',
  listed: 'Listed',
  planned: 'Planned',
  in_progress: 'In progress',
  submitted: 'To verify',
  rework: 'Rework',
  suspended: 'Suspended',
  verified: 'Struck off',
  void: 'Void',
};

export const kind: typeof zh.kind = {
  compound: 'Compound',
  back_street: 'Back street',
  painted_wall: 'Painted wall',
  berth: 'Berth',
};

export const action: typeof zh.action = {
  survey_ok: 'Compliant',
  list: 'List',
  plan: 'Plan',
  start: 'Start work',
  submit: 'Submit',
  withdraw: 'Withdraw',
  pass: 'Pass',
  fail: 'Send back',
  return: 'Return to planner',
  suspend: 'Suspend',
  resume: 'Resume',
  extend: 'Extend deadline',
  recheck_ok: 'Re-check fine',
  regress: 'Relapsed',
  propose_void: 'Propose voiding',
  void: 'Agree to void',
  restore: 'Restore',
};

export const happened: typeof zh.happened = {
  survey_ok: 'Found compliant',
  list: 'Listed',
  plan: 'Planned',
  start: 'Started',
  submit: 'Submitted',
  withdraw: 'Withdrawn',
  pass: 'Passed, struck off',
  fail: 'Sent back',
  return: 'Returned to planner',
  suspend: 'Suspended',
  resume: 'Resumed',
  extend: 'Deadline extended',
  recheck_ok: 'Re-checked, fine',
  regress: 'Relapsed',
  propose_void: 'Voiding proposed',
  void: 'Voided',
  restore: 'Restored',
  create: 'Created',
  import: 'Imported',
  edit: 'Edited',
  assign: 'Assigned',
  revert: 'Import reverted',
};

export const light: typeof zh.light = { green: 'Green', yellow: 'Yellow', red: 'Red', grey: 'Grey' };

export const lightRule: typeof zh.lightRule = {
  parked: 'not counted',
  done: 'done',
  no_deadline: 'no deadline yet',
  overdue: 'overdue',
  two_reworks: 'sent back twice',
  little_time: 'little time left',
  photo_owed: 'photo owed',
  one_rework: 'sent back once',
  on_time: 'on time',
};

export const role: typeof zh.role = {
  planner: 'Planner',
  field: 'Field staff',
  verifier: 'Verifier',
  leader: 'Leader',
  admin: 'Administrator',
  system: 'System',
};

export const level: typeof zh.level = {
  district: 'District',
  street: 'Sub-district',
  community: 'Community',
  grid: 'Grid',
};

export const attribute: typeof zh.attribute = {
  management: 'Management',
  management_at_start: 'Management at start',
  households: 'Households',
  buildings: 'Buildings',
  residents: 'Residents',
  has_branch: 'Party branch',
  has_committee: 'Owners’ committee',
  built_year: 'Built',
  width_m: 'Width',
  surface: 'Surface',
  lighting: 'Lighting',
  height_m: 'Height',
  openings_m2: 'Openings',
  finish: 'Finish',
  capacity: 'Capacity',
  berth_class: 'Class',
  angle_deg: 'Angle',
  charging: 'Charging',
};

export const attributeValue: typeof zh.attributeValue = {
  none: 'three-none',
  professional: 'professional',
  red_property: 'Red Property',
  non_motor: 'non-motorised',
  motor: 'motor',
  true: 'yes',
  false: 'no',
};

export const unit: typeof zh.unit = { compound: '', back_street: '', painted_wall: 'm²', berth: '' };
