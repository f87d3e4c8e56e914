def log = new File(basedir, 'build.log').text

assert log.contains('BUILD FAILURE')

def seconds = (log =~ /Total time:\s+([\d.]+) s/)[0][1] as double
assert seconds < 30
