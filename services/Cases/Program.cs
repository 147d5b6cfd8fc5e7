using Mat.Cases;
using Mat.Platform.Hosting;

return await MatHost.RunAsync(args, new CasesModule());
