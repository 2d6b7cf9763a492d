/** What the exports of one member that tile a window add up to. */
export interface MemberSum {
  readonly numerator: number
  /** Null: of a count. */
  readonly denominator: number | null
  /** SHA-256 of the one raw file; null if several, or not asked for. */
  readonly source: string | null
  /** How many exports it took. */
  readonly tiles: number
}

/** Which sum: of a service or field ('' where none is asked), of a member by its key, of a window by its number. */
export interface Place {
  readonly part: string
  readonly member: string
  readonly bucket: number
}

/** Sums of members in windows, measure by measure. */
export class MemberSums {
  /** By part and member, then by measure and window: a year of weeks is one list. */
  readonly #parts = new Map<string, Map<string, (MemberSum | undefined)[][]>>()

  /** The services or fields of which there are sums. */
  get parts(): string[] {
    return [...this.#parts.keys()]
  }

  of({ part, member, bucket }: Place, measure: number): MemberSum | undefined {
    return this.#parts.get(part)?.get(member)?.[measure]?.[bucket]
  }

  keep({ part, member, bucket }: Place, measure: number, sum: MemberSum): void {
    const members = this.#parts.get(part) ?? new Map<string, (MemberSum | undefined)[][]>()
    this.#parts.set(part, members)
    const measures = members.get(member) ?? []
    members.set(member, measures)
    const windows = measures[measure] ?? []
    measures[measure] = windows
    windows[bucket] = sum
  }
}
