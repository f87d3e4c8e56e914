package wronghouse.org.mockito;

/** Stands in for a library of mocks. */
public final class Mock {}
