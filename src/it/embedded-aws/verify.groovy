def log = new File(basedir, 'build.log').text

assert log =~ /Tests run: 1, Failures: 0, Errors: 0, Skipped: 0/
def jars = (log =~ /jars on the class path: (\d+)/)[0][1] as int
assert jars > 10 && jars <= 20

// Far from what it takes, for a machine that is busy.
assert ((log =~ /Tests run: 1, .* Time elapsed: ([\d.]+) s/)[0][1] as double) < 180
