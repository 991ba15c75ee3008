package demo

import (
	"fmt"
	"strings"
)

// place is what a street, a community or a village is called, with its statistical code.
type place struct{ code, name, english string }

// The villages' committees of 2023 in the order of their codes, each with its name in both scripts.
const (
	ganhechenVillages = `
		东吴 Dongwu · 挂刀营 Guadaoying · 何王庄 Hewangzhuang · 闫庄 Yanzhuang · 圪垱刘 Gedangliu · 南关 Nanguan
		毛寨 Maozhai · 丁庄 Dingzhuang · 马夫张 Mafuzhang · 干河陈 Ganhechen · 丁湾 Dingwan · 小村铺 Xiaocunpu
		大荆庄 Dajingzhuang · 姬崔 Jicui · 三里桥 Sanliqiao
	`
	daliuVillages = `
		大刘 Daliu · 南王 Nanwang · 杜庄 Duzhuang · 小曹 Xiaocao · 蔡庄 Caizhuang · 大陈 Dachen · 周庄 Zhouzhuang
		闫魏 Yanwei · 陶庄 Taozhuang · 师庄 Shizhuang · 殿后曹 Dianhoucao · 皇玉 Huangyu · 前陈 Qianchen
		赵庄 Zhaozhuang · 台头 Taitou · 塘河北 Tanghebei · 板桥 Banqiao · 西刘 Xiliu · 东王 Dongwang · 湾王 Wanwang
		徐庄 Xuzhuang · 白寺 Baisi · 彭李 Pengli
	`
	yinyangzhaoVillages = `
		阴东 Yindong · 阴西 Yinxi · 姬东 Jidong · 姬西 Jixi · 大张庄 Dazhangzhuang · 二甲刘 Erjialiu · 天官 Tianguan
		台坡魏 Taipowei · 李庄 Lizhuang · 后寨 Houzhai · 下亭 Xiating · 前寨 Qianzhai · 水坑赵 Shuikengzhao
		下魏 Xiawei · 湾赵 Wanzhao · 代庄 Daizhuang · 程庄 Chengzhuang · 大楼魏 Dalouwei · 尹庄 Yinzhuang
		沙郭 Shaguo · 占李 Zhanli · 张王于 Zhangwangyu · 刘湾 Liuwan · 和庄 Hezhuang · 顿庄 Dunzhuang
		大吴庄 Dawuzhuang · 西河 Xihe · 杨庄 Yangzhuang · 胡庄 Huzhuang · 古城 Gucheng · 井李 Jingli
	`
	kongzhongguoVillages = `
		翟庄 Dizhuang · 空冢郭 Kongzhongguo · 大庙王 Damiaowang · 大曹 Dacao · 王官 Wangguan · 寺西杨 Sixiyang
		前朱 Qianzhu · 西朱 Xizhu · 半坡 Banpo · 关庄 Guanzhuang · 邵堂 Shaotang · 李岗 Ligang · 王会朝 Wanghuichao
		小于 Xiaoyu · 洼董 Wadong · 前袁 Qianyuan · 后袁 Houyuan · 杨店 Yangdian · 叶岗 Yegang · 赵岗 Zhaogang
		崔岗 Cuigang · 马店 Madian · 指挥寨 Zhihuizhai · 陈岗 Chengang · 潘庄 Panzhuang
	`
	wenshiVillages = `
		问十 Wenshi · 董庄 Dongzhuang · 武庄 Wuzhuang · 小河王 Xiaohewang · 前李 Qianli · 西师 Xishi · 后李 Houli
		宋庄 Songzhuang · 陶桥 Taoqiao · 宁庄 Ningzhuang · 望天 Wangtian · 黄李 Huangli · 骆坡 Luopo · 曹店 Caodian
		前问十 Qianwenshi · 周庄 Zhouzhuang
	`
)

// villages reads one of the lists above; codes run on from 201 within a street or town.
func villages(street, list string) []place {
	words := strings.Fields(strings.ReplaceAll(list, "·", ""))
	var all []place
	for i := 0; i < len(words); i += 2 {
		all = append(all, place{fmt.Sprintf("%s%03d", street, 201+i/2), words[i] + "村", words[i+1] + " Village"})
	}
	return all
}
