// What this build itself installs.
new File(localRepositoryPath, 'com/example/greeting').deleteDir()
return true
