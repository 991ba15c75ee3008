package demo

import "backstreet/geo"

func leaf(code, name, english string) *piece { return &piece{code: code, name: name, english: english} }

// upright cuts from south to north: west lies left of it, east right.
func upright(south, north float64, west, east *piece) *piece {
	return &piece{a: geo.Point{south, 33.4}, b: geo.Point{north, 33.7}, low: east, high: west}
}

// level cuts from west to east: south lies right of it, north left.
func level(west, east float64, south, north *piece) *piece {
	return &piece{a: geo.Point{113.7, west}, b: geo.Point{114.1, east}, low: south, high: north}
}

// districtCuts place the eight streets and towns roughly as they lie to each other.
var districtCuts = upright(113.968, 113.976,
	level(33.522, 33.541,
		upright(113.880, 113.892,
			leaf("411102100000", "大刘镇", "Daliu Town"),
			leaf("411102202000", "问十乡", "Wenshi Township")),
		upright(113.896, 113.874,
			leaf("411102101000", "阴阳赵镇", "Yinyangzhao Town"),
			leaf("411102102000", "空冢郭镇", "Kongzhongguo Town"))),
	level(33.550, 33.557,
		leaf("411102004000", "干河陈街道", "Ganhechen Subdistrict"),
		level(33.580, 33.5860,
			upright(114.0035, 114.0145,
				leaf("411102001000", "老街街道", "Laojie Subdistrict"),
				leaf("411102003000", "顺河街街道", "Shunhejie Subdistrict")),
			leaf("411102002000", "马路街街道", "Malujie Subdistrict"))))

// communityCuts divide the two streets that the worked quarter lies in.
var communityCuts = map[string]*piece{
	"411102001000": level(33.568, 33.577,
		upright(114.0010, 114.0068,
			leaf("411102001001", "滨西社区", "Binxi Community"),
			leaf("411102001004", "受降路社区", "Shouxianglu Community")),
		upright(114.0020, 114.0072,
			leaf("411102001002", "新华社区", "Xinhua Community"),
			leaf("411102001003", "老街社区", "Laojie Community"))),
	"411102003000": level(33.572, 33.5758,
		upright(114.0095, 114.0170,
			leaf("411102003002", "泰山中路社区", "Taishan Zhonglu Community"),
			leaf("411102003004", "建设西路社区", "Jianshe Xilu Community")),
		upright(114.0100, 114.0150,
			leaf("411102003005", "戏楼后街社区", "Xilou Houjie Community"),
			upright(114.0140, 114.0192,
				leaf("411102003003", "东大街社区", "Dongdajie Community"),
				leaf("411102003001", "五一路社区", "Wuyilu Community")))),
}
