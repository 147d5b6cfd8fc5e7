using Mat.Platform.Hosting;
using Mat.Standards;

return await MatHost.RunAsync(args, new StandardsModule());
