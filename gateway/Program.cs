using Mat.Gateway;
using Mat.Platform.Hosting;

return await MatHost.RunAsync(args, new GatewayModule());
