/** The map's tools: controls, drawing, base maps. */
export const map = {
  north: '正北向上',
  northUp: '转回正北向上',
  fullScreen: '全屏',
  fullScreenFailed: '浏览器不让全屏。',
  here: '当前位置',
};
