package story

import (
	"travaux/internal/consult"
	"travaux/models"
)

// Grade says how far a pledge has come.
func (c *Consultation) Grade(by, ref string, grade models.Completion, reasons string) models.PledgeGrade {
	var out models.PledgeGrade
	c.step(by+" grades the pledge "+ref, func() error {
		call := c.callOf(by)
		var err error
		out, err = c.Service.GradePledge(c.ctx, call, c.Slug, ref, consult.NewGrade{Grade: string(grade), Reasons: reasons})
		return err
	})
	return out
}

// AnswerGrade answers a grade; without words it says that there is nothing to add.
func (c *Consultation) AnswerGrade(by, ref string, number int, answer string) models.PledgeGrade {
	var out models.PledgeGrade
	c.step(by+" answers the grade of "+ref, func() error {
		call := c.callOf(by)
		var err error
		out, err = c.Service.AnswerGrade(c.ctx, call, c.Slug, ref, number, consult.GradeAnswer{Answer: answer, Nothing: answer == ""})
		return err
	})
	return out
}

// callOf is a call of somebody; of nobody in particular it is the command line's.
func (c *Consultation) callOf(by string) models.Call {
	call := c.System()
	if by != "" {
		call = c.Call(by)
	}
	call.Speaking = "en"
	return call
}
