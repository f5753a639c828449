"""One label from several annotators: majority, Dawid-Skene, MACE, medians, spans; no tie is broken."""
