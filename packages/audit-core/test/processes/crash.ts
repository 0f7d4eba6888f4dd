// A verification thread that cannot even start.
throw new Error('no such thread');
