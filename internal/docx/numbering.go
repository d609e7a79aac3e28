package docx

import "fmt"

// maxPattern is how many bytes the pattern of a number may have, which is written
// at every paragraph that bears it.
const maxPattern = 512

// List is a way of numbering: Word's num with its abstractNum. Lists of one
// Family count on from each other, unless a level of one says where it starts.
type List struct {
	ID, Family int
	Levels     [9]Level
}

// Level is one level of a list. Text has %1 to %9 in place of the numbers of the
// levels. Format is Word's name for a way of counting.
type Level struct {
	Start    int
	Restarts bool // the list itself says that it begins at Start, once
	Format   string
	Text     string
	After    int  // the count begins anew after this level or one above it, from 1; -1 for the usual, 0 for never
	Legal    bool // all numbers in decimal
	Indent   int  // only written: twentieths of a point
	style    string
}

// lists are the lists of a file.
type lists struct {
	byID     map[int]*List
	abstract map[string]*abstract
	styled   map[string]*style
}

// abstract is Word's abstractNum.
type abstract struct {
	order    int
	levels   [9]Level
	linkedTo string // the style that has the levels
}

// override is what a num says of one level.
type override struct {
	start int
	level *Level
}

// readLists reads word/numbering.xml.
func readLists(c *container, part string, s *styles) (*lists, error) {
	l := &lists{map[int]*List{}, map[string]*abstract{}, s.byID}
	type num struct {
		id        int
		abstract  string
		overrides map[int]override
	}
	var nums []num
	err := c.parse(part, func(p *parser, _ element) error {
		return p.children(func(e element) error {
			switch e.key {
			case "w:abstractNum":
				return l.readAbstract(p, e.attr("abstractNumId"))
			case "w:num":
				n := num{id: number(e.attr("numId")), overrides: map[int]override{}}
				if len(nums) >= MaxParagraphs {
					return ErrTooLarge
				}
				defer func() { nums = append(nums, n) }()
				return p.children(func(e element) error {
					switch e.key {
					case "w:abstractNumId":
						n.abstract = e.val()
					case "w:lvlOverride":
						return readOverride(p, e, n.overrides)
					}
					return nil
				})
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	target := map[int]string{}
	for _, n := range nums {
		target[n.id] = n.abstract
	}
	for _, n := range nums {
		a := l.follow(n.abstract, target)
		if a == nil || n.id == 0 {
			continue
		}
		list := &List{ID: n.id, Family: a.order, Levels: a.levels}
		for i, o := range n.overrides {
			if o.level != nil {
				list.Levels[i] = *o.level
			}
			if o.start >= 0 {
				list.Levels[i].Start, list.Levels[i].Restarts = o.start, true
			}
		}
		l.byID[n.id] = list
	}
	return l, nil
}

// follow finds the levels of an abstractNum, through the styles that it may be
// linked to.
func (l *lists) follow(id string, target map[int]string) *abstract {
	a := l.abstract[id]
	for range maxBased {
		if a == nil || a.linkedTo == "" {
			return a
		}
		st := l.styled[a.linkedTo]
		if st == nil || st.list == "" {
			return a
		}
		next := l.abstract[target[number(st.list)]]
		if next == nil || next == a {
			return a
		}
		a = next
	}
	return a
}

func (l *lists) readAbstract(p *parser, id string) error {
	if len(l.abstract) >= MaxEntries {
		return ErrTooLarge
	}
	a := &abstract{order: len(l.abstract) + 1}
	for i := range a.levels {
		a.levels[i] = Level{Start: 1, Format: "decimal", After: -1}
	}
	l.abstract[id] = a
	return p.children(func(e element) error {
		switch e.key {
		case "w:lvl":
			level, err := readLevel(p)
			if i := number(e.attr("ilvl")); i < len(a.levels) {
				a.levels[i] = level
			}
			return err
		case "w:numStyleLink":
			a.linkedTo = e.val()
		}
		return nil
	})
}

// readLevel reads w:lvl. A level that says no start begins at 0, as Word has it.
func readLevel(p *parser) (Level, error) {
	level := Level{Format: "decimal", After: -1}
	err := p.children(func(e element) error {
		switch e.key {
		case "w:start":
			level.Start = number(e.val())
		case "w:numFmt":
			level.Format = short(e.val())
			if e.val() == "custom" {
				level.Format = short(e.attr("format"))
			}
		case "w:lvlText":
			if level.Text = e.val(); len(level.Text) > maxPattern {
				return fmt.Errorf("a number of %d bytes: %w", len(level.Text), ErrTooLarge)
			}
		case "w:lvlRestart":
			level.After = number(e.val())
		case "w:isLgl":
			level.Legal = e.on()
		case "w:pStyle":
			level.style = e.val()
		case "mc:AlternateContent":
			return p.children(func(e element) error {
				if e.key != "mc:Choice" {
					return nil
				}
				return p.children(func(e element) error {
					if e.key == "w:numFmt" {
						level.Format = short(e.attr("format"))
					}
					return nil
				})
			})
		}
		return nil
	})
	return level, err
}

func readOverride(p *parser, e element, into map[int]override) error {
	o := override{start: -1}
	err := p.children(func(e element) error {
		switch e.key {
		case "w:startOverride":
			o.start = number(e.val())
		case "w:lvl":
			level, err := readLevel(p)
			o.level = &level
			return err
		}
		return nil
	})
	if i := number(e.attr("ilvl")); i < 9 {
		into[i] = o
	}
	return err
}

// levelOf is the level of a paragraph that is in a list by its own style or one
// above it: the level that names the style, else the one that the styles say.
func (l *lists) levelOf(list int, own, above string, said int) int {
	for _, id := range []string{own, above} {
		for i, level := range l.levels(list) {
			if id != "" && level.style == id {
				return i
			}
		}
	}
	return min(max(said, 0), 8)
}

func (l *lists) levels(list int) []Level {
	if of := l.byID[list]; of != nil {
		return of.Levels[:]
	}
	return nil
}

// all returns the lists that are used.
func (l *lists) all(used map[int]bool) []List {
	var out []List
	for id := range used {
		if list := l.byID[id]; list != nil {
			out = append(out, *list)
		}
	}
	return out
}
