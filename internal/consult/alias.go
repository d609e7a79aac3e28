package consult

import (
	"context"
	"crypto/aes"
	"crypto/cipher"

	"github.com/google/uuid"

	"travaux/internal/fault"
	"travaux/models"
)

// aliasPurpose is what the names of comments are keyed for under which staff know them.
const aliasPurpose = "comment to staff"

// forStaff gives comments to who works on them: under a name in the place of the receipt, which opens the salt and lets
// its holder take the comment back as its author.
func (s *Service) forStaff(all []models.CommentView) []models.CommentView {
	for i := range all {
		all[i].Receipt = s.alias(all[i].Receipt)
	}
	return all
}

func (s *Service) oneForStaff(v models.CommentView, err error) (models.CommentView, error) {
	v.Receipt = s.alias(v.Receipt)
	return v, err
}

// alias is the name of a comment for staff: its receipt, which is one block of AES, enciphered. Each receipt has one
// name, and without the secret of the installation the name leads to no receipt. What is no UUID has none.
func (s *Service) alias(receipt string) string {
	return s.block(receipt, func(dst, src []byte) { s.blockCipher().Encrypt(dst, src) })
}

// unalias is the receipt of a name.
func (s *Service) unalias(name string) string {
	return s.block(name, func(dst, src []byte) { s.blockCipher().Decrypt(dst, src) })
}

func (s *Service) block(text string, turn func(dst, src []byte)) string {
	id, err := uuid.Parse(text)
	if err != nil {
		return ""
	}
	turn(id[:], id[:])
	return id.String()
}

func (s *Service) blockCipher() cipher.Block {
	block, err := aes.NewCipher(s.subkey(aliasPurpose))
	if err != nil {
		panic(err) // the key is always of 32 bytes
	}
	return block
}

// byAlias finds a comment by the name that staff know it by, or by its receipt where somebody holds that.
func (s *Service) byAlias(ctx context.Context, name string) (models.CommentView, error) {
	v, err := s.st.CommentByReceipt(ctx, s.unalias(name))
	if fault.Is(err, fault.NotFound) {
		return s.st.CommentByReceipt(ctx, name)
	}
	return v, err
}
