package io.github.xacct.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

  @Test
  void isTheMessage() {
    assertThat(ErrorText.of(new EOFException("cut off"))).isEqualTo("cut off");
  }

  @Test
  void isTheNameOfAnExceptionWithoutAMessage() {
    assertThat(ErrorText.of(new EOFException())).isEqualTo("java.io.EOFException");
  }
}
