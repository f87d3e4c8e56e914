package io.github.xacct.migrate;

/**
 * One change of the account.
 *
 * @param id short and steady
 * @param title what it does
 * @param request what is sent
 * @param before what must be so when it is sent
 * @param done whether it has been done, by whomever
 * @param settled what is waited for before the next step
 * @param undo how it is taken back; empty if it cannot be
 * @param decisive whether its effect shows that all steps before it have been taken
 */
record Step(
    String id,
    String title,
    MoveRequest request,
    StepCheck before,
    StepCheck done,
    StepCheck settled,
    String undo,
    boolean decisive) {

  static Step of(String id, String title, MoveRequest request, StepCheck done) {
    return new Step(id, title, request, StepCheck.NONE, done, StepCheck.NONE, "", true);
  }

  Step onlyIf(StepCheck check) {
    return new Step(id, title, request, check, done, settled, undo, decisive);
  }

  Step until(StepCheck check) {
    return new Step(id, title, request, before, done, check, undo, decisive);
  }

  Step undoneBy(String how) {
    return new Step(id, title, request, before, done, settled, how, decisive);
  }

  /** One that may be as it is to be before anybody began. */
  Step indecisive() {
    return new Step(id, title, request, before, done, settled, undo, false);
  }
}
