package demo

import (
	"fmt"

	"backstreet/rectify"
)

// Named is how many people every demo has; they are the first.
const Named = named

// The places of the people whom every demo has.
const (
	planner = iota
	planner2
	field
	field2
	verifier
	leader
	admin
	named
)

// staff is everybody, and who does what.
type staff struct {
	people   []rectify.Person
	worker   []int                  // by unit: field staff, a place in people
	lead     []int                  // by unit: who speaks for it
	checkers map[rectify.AreaID]int // by street: who verifies there
}

// hire gives the units their people: field works for the first of the two units, field2 leads the second. Streets are
// shared among verifiers who may write in theirs only; verifier may everywhere and takes every other one.
func hire(r *roster, areas []rectify.Area, first, second int) *staff {
	s := &staff{
		worker: make([]int, len(r.units)), lead: make([]int, len(r.units)), checkers: map[rectify.AreaID]int{},
	}
	unit := func(place int) rectify.UnitID { return r.units[place].ID }
	s.add("planner", "规划员 周岚", 0, rectify.RolePlanner)
	s.add("planner2", "规划员 孙越", 0, rectify.RolePlanner)
	s.worker[first] = s.add("field", "网格员 李强", unit(first), rectify.RoleField)
	s.lead[second] = s.add("field2", "整改员 王芳", unit(second), rectify.RoleField)
	s.add("verifier", "核查员 陈静", unit(0), rectify.RoleVerifier)
	s.add("leader", "领导 赵明", 0, rectify.RoleLeader)
	s.add("admin", "管理员 刘洋", 0, rectify.RoleAdmin)
	s.shareStreets(r, areas)
	for place := len(checkUnits); place < len(r.units); place++ {
		if s.worker[place] == 0 {
			s.worker[place] = s.add(fmt.Sprintf("field-%03d", place), "整改员 "+personName(2*place), unit(place), rectify.RoleField)
		}
		if s.lead[place] == 0 {
			s.lead[place] = s.add(fmt.Sprintf("lead-%03d", place), "负责人 "+personName(2*place+1), unit(place), rectify.RoleField)
		}
		s.people[s.lead[place]].Lead = true
	}
	return s
}

func (s *staff) add(username, name string, unit rectify.UnitID, role rectify.Role) int {
	s.people = append(s.people, rectify.Person{
		ID: rectify.PersonID(len(s.people) + 1), Username: username, Name: name, UnitID: unit, Roles: []rectify.Role{role},
	})
	return len(s.people) - 1
}

// shareStreets hires a verifier for every two streets that verifier does not take.
func (s *staff) shareStreets(r *roster, areas []rectify.Area) {
	streets := 0
	for _, a := range areas {
		if a.Level != rectify.LevelStreet {
			continue
		}
		switch streets % 4 {
		case 0, 2:
			s.checkers[a.ID] = verifier
		case 1:
			n := streets/4 + 1
			at := s.add(fmt.Sprintf("verifier-%d", n), "核查员 "+personName(7*n), r.units[n%len(checkUnits)].ID, rectify.RoleVerifier)
			s.people[at].AreaIDs = []rectify.AreaID{a.ID}
			s.checkers[a.ID] = at
		case 3:
			at := len(s.people) - 1
			s.people[at].AreaIDs = append(s.people[at].AreaIDs, a.ID)
			s.checkers[a.ID] = at
		}
		streets++
	}
}

// checker verifies in the street.
func (s *staff) checker(street rectify.AreaID) int {
	if at, shared := s.checkers[street]; shared {
		return at
	}
	return verifier
}

// personName is one of several hundred that are common and nobody's in particular.
func personName(n int) string {
	surnames := []rune("张刘杨黄吴徐朱马胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任")
	given := []string{"建军", "丽娟", "志刚", "晓燕", "海涛", "红梅", "永强", "春花", "文博", "雪琴", "国栋", "秀兰", "鹏飞", "玉洁", "立新", "俊杰", "桂英"}
	return string(surnames[n%len(surnames)]) + given[n%len(given)]
}
