using Mat.Platform.Hosting;
using Mat.Tickets;

return await MatHost.RunAsync(args, new TicketsModule());
