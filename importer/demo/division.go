package demo

import (
	"slices"

	"backstreet/rectify"
)

// piece is a part of the district on the plan: cut in two by a straight line, or a community, or a stretch of
// country that its villages share. The line goes from a to b; low lies right of it and high left. A cut with a
// name is a street.
type piece struct {
	place
	level     rectify.AreaLevel // of an area that is more than a cut
	a, b      spot
	low, high *piece
	villages  []place
	street    string
	rank      int
}

// far is beyond the district on every side.
const far = 16_000.0

// upright cuts from south to north: west lies left of it, east right. The line passes the plan's u at v = -5000 and at 0.
func upright(south, north float64, west, east *piece) *piece {
	lean := (north - south) / 5000
	return &piece{a: spot{north - lean*far, -far}, b: spot{north + lean*far, far}, low: east, high: west}
}

// level cuts from west to east at v, rising by lean in every metre: south lies right of it, north left.
func level(v, lean float64, south, north *piece) *piece {
	return &piece{a: spot{-far, v - lean*far}, b: spot{far, v + lean*far}, low: south, high: north}
}

func (p *piece) as(street string, rank int) *piece {
	p.street, p.rank = street, rank
	return p
}

func community(code, name, english string) *piece {
	return &piece{place: place{"411102" + code, name + "社区", english + " Community"}, level: rectify.LevelCommunity}
}

// office is a street or town; below it lie its communities.
func office(code, name, english string, within *piece) *piece {
	within = &piece{place: place{code + "000", name, english}, level: rectify.LevelStreet, low: within}
	return within
}

func country(street, list string) *piece { return &piece{villages: villages(street, list)} }

// division places the eight streets and towns with their communities roughly as they lie to each other. Cuts at
// the same place on both sides of a street carry its name on.
func division() *piece {
	return level(0, 0,
		upright(4250, 4850,
			level(-4450, 0,
				upright(-2900, -3600,
					office("411102101", "阴阳赵镇", "Yinyangzhao Town", country("411102101", yinyangzhaoVillages)),
					office("411102202", "问十乡", "Wenshi Township", country("411102202", wenshiVillages))),
				office("411102102", "空冢郭镇", "Kongzhongguo Town", country("411102102", kongzhongguoVillages))),
			level(-2150, 0, ganhechen(),
				upright(8080, 8220, malujie(), shunhejie()).as("解放路", 1)).as("黄河路", 1)),
		upright(5250, 5350,
			office("411102100", "大刘镇", "Daliu Town", country("411102100", daliuVillages)), laojie()))
}

func laojie() *piece {
	return office("411102001", "老街街道", "Laojie Subdistrict",
		upright(8080, 8220,
			upright(6630, 6750,
				community("001001", "滨西", "Binxi"), community("001004", "受降路", "Shouxianglu")).as("太行山路", 2),
			upright(9350, 9330,
				community("001002", "新华", "Xinhua"), community("001003", "老街", "Laojie")).as("泰山路", 2)).as("解放路", 1))
}

func malujie() *piece {
	return office("411102002", "马路街街道", "Malujie Subdistrict",
		level(-1060, 0.012,
			upright(6630, 6750,
				community("002004", "友爱街", "Youaijie"),
				upright(7390, 7420, community("002005", "建设路", "Jianshelu"), community("002003", "交通路", "Jiaotonglu")).as("工农路", 3),
			).as("太行山路", 2),
			upright(7180, 7260,
				community("002001", "马路街", "Malujie"), community("002002", "八一路", "Bayilu")).as("八一路", 2)).as("人民路", 1))
}

func shunhejie() *piece {
	return office("411102003", "顺河街街道", "Shunhejie Subdistrict",
		level(-1060, 0.012,
			upright(9350, 9330,
				community("003004", "建设西路", "Jianshe Xilu"), community("003002", "泰山中路", "Taishan Zhonglu")).as("泰山路", 2),
			upright(9350, 9330,
				upright(8700, 8750, community("003005", "戏楼后街", "Xilou Houjie"), community("003003", "东大街", "Dongdajie")).as("公安街", 3),
				community("003001", "五一路", "Wuyilu")).as("泰山路", 2)).as("人民路", 1))
}

// ganhechen has the newer quarters, and the villages that the town grows into.
func ganhechen() *piece {
	quarters := level(-3000, 0.015,
		upright(8080, 8220, community("004005", "祥和", "Xianghe"), community("004006", "开源", "Kaiyuan")).as("解放路", 1),
		upright(8080, 8220,
			upright(6900, 6980, community("004001", "湘江中路", "Xiangjiang Zhonglu"), community("004003", "双龙", "Shuanglong")).as("嵩山路", 2),
			community("004004", "柳江路", "Liujianglu")).as("解放路", 1)).as("湘江路", 2)
	all := villages("411102004", ganhechenVillages)
	return office("411102004", "干河陈街道", "Ganhechen Subdistrict",
		level(-3780, 0.02,
			&piece{villages: slices.Clone(all[4:])},
			upright(6050, 6130, &piece{villages: slices.Clone(all[:4])}, quarters).as("翠华山路", 2)).as("漓江路", 2))
}
