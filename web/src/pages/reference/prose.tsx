// Text of a description: paragraphs between blank lines, `code` between back-ticks, nothing else.
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p key={paragraph}>
          {paragraph
            .split('`')
            .map((piece, index) => (index % 2 === 1 ? <code key={`${index}${piece}`}>{piece}</code> : piece))}
        </p>
      ))}
    </>
  );
}
