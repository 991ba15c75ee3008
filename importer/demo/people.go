package demo

import "backstreet/rectify"

const (
	unitFirst  rectify.UnitID = 1
	unitSecond rectify.UnitID = 2
	unitCheck  rectify.UnitID = 3
)

func units() []rectify.Unit {
	return []rectify.Unit{
		{ID: unitFirst, Name: "城市管理综合执法一中队"},
		{ID: unitSecond, Name: "市政园林养护队"},
		{ID: unitCheck, Name: "创建办核查组"},
	}
}

func people() []rectify.Person {
	person := func(id rectify.PersonID, username, name string, unit rectify.UnitID, role rectify.Role) rectify.Person {
		return rectify.Person{ID: id, Username: username, Name: name, UnitID: unit, Roles: []rectify.Role{role}}
	}
	people := []rectify.Person{
		person(1, "planner", "规划员 周岚", 0, rectify.RolePlanner),
		person(2, "planner2", "规划员 孙越", 0, rectify.RolePlanner),
		person(3, "field", "网格员 李强", unitFirst, rectify.RoleField),
		person(4, "field2", "整改员 王芳", unitSecond, rectify.RoleField),
		person(5, "verifier", "核查员 陈静", unitCheck, rectify.RoleVerifier),
		person(6, "leader", "领导 赵明", 0, rectify.RoleLeader),
		person(7, "admin", "管理员 刘洋", 0, rectify.RoleAdmin),
	}
	people[3].Lead = true
	return people
}

// The places of people in the list.
const (
	planner = iota
	planner2
	field
	field2
	verifier
)
