export const signin = {
  title: '登录巷治',
  lead: '小区、背街小巷、墙面与泊位的整治台账',
  username: '用户名',
  password: '密码',
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  submit: '登录',
  busy: '正在登录',
  usernameMissing: '请填写用户名',
  passwordMissing: '请填写密码',
  waitSeconds: (n: number) => `请在 ${n} 秒后再试`,
  forgotten: '忘记密码请联系管理员重置。',
};
