export interface SampleReader {
  standing(): Promise<SampleStanding>;
}

export interface SampleStanding {
  /** Something that is no sample was sent, received or brought here. */
  readonly real: boolean;
  readonly agencies: readonly string[];
  readonly accounts: readonly string[];
  readonly outgoing: number;
  readonly incoming: number;
}

export interface SampleWrites {
  /**
   * Takes out everything of the sample agencies: their documents on both roads, what was derived from them, notices, certificates, the agencies
   * themselves, and the accounts made for them. The journal, the events and the history of the directory keep what happened.
   */
  removeSamples(): Promise<{ readonly outgoing: number; readonly incoming: number }>;
}

/** A key of their own for the sample agencies, that says so in its certificate and is believed here alone. */
export interface SampleKeys {
  /** One key for all of them; resolves to its certificate (PEM) when every process of the house believes it. */
  make(codes: readonly string[]): Promise<string>;
  remove(codes: readonly string[]): Promise<void>;
}
