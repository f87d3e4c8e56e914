package wronghouse.rehearsal;

/** What only goals may use. */
public final class Embedded {}
