/**
 * A house in which each rule of the architecture is broken once; the test of the rules reads it.
 */
package wronghouse;
