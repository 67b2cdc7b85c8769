// Which of the chosen roles one person may not hold together, each pair once.
export interface RoleApart {
  role: string
  apart: string[]
}

export function clashes(
  roles: readonly RoleApart[],
  chosen: readonly string[],
): [string, string][] {
  const pairs: [string, string][] = []
  for (const r of roles.filter((x) => chosen.includes(x.role)))
    for (const other of r.apart)
      if (chosen.includes(other) && !pairs.some(([a, b]) => a === other && b === r.role))
        pairs.push([r.role, other])
  return pairs
}
