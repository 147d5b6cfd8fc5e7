using Mat.Assets;
using Mat.Platform.Hosting;

return await MatHost.RunAsync(args, new AssetsModule());
